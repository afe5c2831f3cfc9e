/** The PostgreSQL that Palabre runs as a process of its own, when nobody gives it one. */
@NullMarked
package dev.palabre.kernel.sql.embedded;

import org.jspecify.annotations.NullMarked;
