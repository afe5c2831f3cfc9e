/** The console: pages on which moderators work, by the keyboard alone and without JavaScript. */
@NullMarked
package dev.palabre.moderation.console;

import org.jspecify.annotations.NullMarked;
