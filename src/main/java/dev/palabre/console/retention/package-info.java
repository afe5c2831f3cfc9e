/** The console page about retention. */
@NullMarked
package dev.palabre.console.retention;

import org.jspecify.annotations.NullMarked;
