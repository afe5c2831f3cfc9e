/** Asynchronous building blocks: sequences of futures and caches. */
@NullMarked
package dev.palabre.async;

import org.jspecify.annotations.NullMarked;
