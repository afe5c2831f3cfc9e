/** The entry point of the program. */
@NullMarked
package dev.palabre;

import org.jspecify.annotations.NullMarked;
