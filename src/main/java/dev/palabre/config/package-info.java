/** Options of the server, read from arguments, environment and file, and the data directory. */
@NullMarked
package dev.palabre.config;

import org.jspecify.annotations.NullMarked;
