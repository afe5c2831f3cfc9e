/** The privacy notice of a site, in versions. */
@NullMarked
package dev.palabre.privacy.notice;

import org.jspecify.annotations.NullMarked;
