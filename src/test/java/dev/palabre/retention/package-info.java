/** What is kept for how long. */
@NullMarked
package dev.palabre.retention;

import org.jspecify.annotations.NullMarked;
