/** Process lifecycle: start and stop, listening, and the wiring of all modules. */
@NullMarked
package dev.palabre.server;

import org.jspecify.annotations.NullMarked;
