/** The moderation queue, decisions and their audit, as an API. */
@NullMarked
package dev.palabre.moderation;

import org.jspecify.annotations.NullMarked;
