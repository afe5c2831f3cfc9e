package dev.palabre.db;

import dev.palabre.text.CanonicalEmail;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Gives the addresses with an international domain their canonical form, which SQL cannot compute, and makes one row of those
 * that are one address: the oldest stays, as its owner wrote it, and takes what the others had.
 */
final class CanonicalEmailMigration implements JavaMigration {
    private static final int BATCH = 1_000;

    /** An address that does not convert is equal to none. */
    private static final String NOBODY = "@unusable.invalid";

    private static final List<String> MERGE = List.of(
            """
            CREATE TEMPORARY TABLE merged ON COMMIT DROP AS
            SELECT site_id, id, kept
            FROM (
                SELECT site_id, id,
                    first_value(id) OVER (PARTITION BY site_id, canonical ORDER BY created_at, id) AS kept
                FROM addresses) AS a
            WHERE id <> kept
            """,
            """
            UPDATE comments c SET address_id = m.kept
            FROM merged m
            WHERE c.site_id = m.site_id AND c.address_id = m.id
            """,
            // Of several follows of one page a confirmed one stays, else the oldest.
            """
            DELETE FROM follows f
            USING (
                SELECT f.site_id, f.id, row_number() OVER (
                    PARTITION BY f.site_id, f.thread_id, coalesce(m.kept, f.address_id)
                    ORDER BY f.confirmed_at NULLS LAST, f.asked_at, f.id) AS place
                FROM follows f
                LEFT JOIN merged m ON m.site_id = f.site_id AND m.id = f.address_id
                WHERE EXISTS (
                    SELECT FROM merged k
                    WHERE k.site_id = f.site_id AND f.address_id IN (k.id, k.kept))) AS d
            WHERE d.place > 1 AND f.site_id = d.site_id AND f.id = d.id
            """,
            """
            UPDATE follows f SET address_id = m.kept
            FROM merged m
            WHERE f.site_id = m.site_id AND f.address_id = m.id
            """,
            """
            UPDATE requests r SET address_id = m.kept
            FROM merged m
            WHERE r.site_id = m.site_id AND r.address_id = m.id
            """,
            // One mail about a comment for one reader, the one that is farthest on its way.
            """
            DELETE FROM outbox o
            USING (
                SELECT o.site_id, o.id, row_number() OVER (
                    PARTITION BY o.site_id, o.subject_id, coalesce(m.kept, o.address_id)
                    ORDER BY o.sent_at NULLS LAST, o.id) AS place
                FROM outbox o
                LEFT JOIN merged m ON m.site_id = o.site_id AND m.id = o.address_id
                WHERE o.kind = 'follow-new' AND EXISTS (
                    SELECT FROM merged k
                    WHERE k.site_id = o.site_id AND o.address_id IN (k.id, k.kept))) AS d
            WHERE d.place > 1 AND o.site_id = d.site_id AND o.id = d.id
            """,
            """
            UPDATE outbox o SET address_id = m.kept
            FROM merged m
            WHERE o.site_id = m.site_id AND o.address_id = m.id
            """,
            // Who wanted no mails at one spelling wants none.
            """
            UPDATE addresses a
            SET muted_at = coalesce(a.muted_at, d.muted_at)
            FROM (
                SELECT m.site_id, m.kept, min(o.muted_at) AS muted_at
                FROM merged m
                JOIN addresses o ON o.site_id = m.site_id AND o.id = m.id
                GROUP BY m.site_id, m.kept) AS d
            WHERE a.site_id = d.site_id AND a.id = d.kept
            """,
            """
            DELETE FROM addresses a
            USING merged m
            WHERE a.site_id = m.site_id AND a.id = m.id
            """,
            "DROP INDEX addresses_by_email",
            """
            ALTER TABLE addresses
                ALTER COLUMN canonical SET NOT NULL,
                ADD CONSTRAINT addresses_canonical CHECK (
                    canonical COLLATE "C" ~ '^[!-?A-~]+@[!-?A-~]+$' AND canonical = lower(canonical COLLATE "C"))
            """,
            "CREATE UNIQUE INDEX addresses_by_canonical ON addresses (site_id, canonical)");

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("26.1");
    }

    @Override
    public String getDescription() {
        return "canonical addresses";
    }

    @Override
    public Integer getChecksum() {
        return 1;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        var connection = context.getConnection();
        while (fill(connection) == BATCH) {
            // until no row is left
        }
        try (var statement = connection.createStatement()) {
            for (var sql : MERGE) {
                statement.execute(sql);
            }
        }
    }

    /** Computes the form of the next rows that have none; answers how many. */
    private static int fill(Connection connection) throws SQLException {
        try (var rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT site_id, id, email FROM addresses WHERE canonical IS NULL LIMIT " + BATCH);
                var update = connection.prepareStatement(
                        "UPDATE addresses SET canonical = ? WHERE site_id = ? AND id = ?")) {
            var filled = 0;
            for (; rows.next(); filled++) {
                var id = rows.getObject("id", UUID.class);
                update.setString(1, CanonicalEmail.of(rows.getString("email")).orElse(id + NOBODY));
                update.setInt(2, rows.getInt("site_id"));
                update.setObject(3, id);
                update.addBatch();
            }
            update.executeBatch();
            return filled;
        }
    }
}
