/** Drafts and publications of policies, and the public pages of their versions. */
@NullMarked
package dev.palabre.consent.publishing;

import org.jspecify.annotations.NullMarked;
