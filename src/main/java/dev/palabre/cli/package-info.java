/** The commands of the command line, one file each. */
@NullMarked
package dev.palabre.cli;

import org.jspecify.annotations.NullMarked;
