/** Caches that load asynchronously, and what they do while the database is away. */
@NullMarked
package dev.palabre.async;

import org.jspecify.annotations.NullMarked;
