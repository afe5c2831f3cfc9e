/** PostgreSQL: connections, transactions, notifications, migrations, idempotency keys. Knows no feature. */
@NullMarked
package dev.palabre.db;

import org.jspecify.annotations.NullMarked;
