/** Retention periods, daily erasure, and the log of erasures for restores. */
@NullMarked
package dev.palabre.privacy.retention;

import org.jspecify.annotations.NullMarked;
