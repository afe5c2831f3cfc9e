/** The database: where it is, how to reach it, and the one that Palabre runs itself. */
@NullMarked
package dev.palabre.kernel.sql;

import org.jspecify.annotations.NullMarked;
