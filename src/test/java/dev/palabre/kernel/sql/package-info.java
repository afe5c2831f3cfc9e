/** Tests of the database: where it is, and the one that Palabre runs itself. */
@NullMarked
package dev.palabre.kernel.sql;

import org.jspecify.annotations.NullMarked;
