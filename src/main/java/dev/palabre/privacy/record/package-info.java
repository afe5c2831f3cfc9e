/** The record of processing activities (GDPR, article 30). */
@NullMarked
package dev.palabre.privacy.record;

import org.jspecify.annotations.NullMarked;
