/** The command line, the options and the composition root of Palabre. */
@NullMarked
package dev.palabre;

import org.jspecify.annotations.NullMarked;
