/** Wires the moderation console. */
@NullMarked
package dev.palabre.console;

import org.jspecify.annotations.NullMarked;
