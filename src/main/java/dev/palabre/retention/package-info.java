/** What is kept for how long: rules, runs, and the log of what was erased. */
@NullMarked
package dev.palabre.retention;

import org.jspecify.annotations.NullMarked;
