/** What tests share: a real PostgreSQL, a real server, the corpora. */
@NullMarked
package dev.palabre.testing;

import org.jspecify.annotations.NullMarked;
