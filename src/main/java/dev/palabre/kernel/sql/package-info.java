/** The way to PostgreSQL: pool, embedded server, migrations, change notices; knows no feature. */
@NullMarked
package dev.palabre.kernel.sql;

import org.jspecify.annotations.NullMarked;
