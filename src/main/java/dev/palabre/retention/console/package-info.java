/** The console's page about what is kept for how long. */
@NullMarked
package dev.palabre.retention.console;

import org.jspecify.annotations.NullMarked;
