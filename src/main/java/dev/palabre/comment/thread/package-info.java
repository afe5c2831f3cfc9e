/** The read path: threads rendered once per version and served from a cache. */
@NullMarked
package dev.palabre.comment.thread;

import org.jspecify.annotations.NullMarked;
