/** Decides whether a submission looks like spam or a bot, with reasons. */
@NullMarked
package dev.palabre.spam;

import org.jspecify.annotations.NullMarked;
