/** The console page of the moderation queue. */
@NullMarked
package dev.palabre.console.queue;

import org.jspecify.annotations.NullMarked;
