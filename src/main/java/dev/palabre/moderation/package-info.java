/** The queue, decisions and their audit. */
@NullMarked
package dev.palabre.moderation;

import org.jspecify.annotations.NullMarked;
