/** Wires the comment feature. */
@NullMarked
package dev.palabre.comment;

import org.jspecify.annotations.NullMarked;
