/** The PostgreSQL server that Palabre runs itself when no database is configured. */
@NullMarked
package dev.palabre.db.embedded;

import org.jspecify.annotations.NullMarked;
