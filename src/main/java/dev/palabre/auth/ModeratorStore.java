package dev.palabre.auth;

import dev.palabre.db.Rows;
import dev.palabre.text.CanonicalEmail;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code moderators} and {@code moderator_sites}. */
final class ModeratorStore {
    private static final int MAX_EMAIL = 254;

    record Account(UUID id, String email, String passwordHash, String lang) {}

    /** A role of a moderator; both null for an account without one. */
    record Listed(
            String email,
            @Nullable Integer siteId,
            @Nullable Role role) {}

    Future<Optional<Account>> find(SqlClient client, String email) {
        return client.preparedQuery("""
                        SELECT id, email, password_hash, lang
                        FROM moderators
                        WHERE lower(email COLLATE "C") = $1
                        """)
                .execute(Tuple.of(canonical(email)))
                .map(rows -> Rows.first(rows, ModeratorStore::account));
    }

    /**
     * The form in which accounts are compared: that of all addresses, or, for one without a dot in its domain, the same in
     * ASCII lower case. What is not ASCII then is nobody's: addresses of accounts are.
     */
    static String canonical(String email) {
        return CanonicalEmail.of(email).orElseGet(() -> {
            var trimmed = CanonicalEmail.trimmed(email);
            return trimmed.length() <= MAX_EMAIL && trimmed.chars().allMatch(c -> c > ' ' && c < 0x7F)
                    ? trimmed.toLowerCase(Locale.ROOT)
                    : "";
        });
    }

    Future<Void> insert(SqlClient client, Account account) {
        return client.preparedQuery("""
                        INSERT INTO moderators (id, email, password_hash, lang)
                        VALUES ($1, $2, $3, $4)
                        """)
                .execute(Tuple.of(account.id(), account.email(), account.passwordHash(), account.lang()))
                .mapEmpty();
    }

    Future<Void> updatePassword(SqlClient client, UUID id, String passwordHash) {
        return client.preparedQuery("""
                        UPDATE moderators
                        SET password_hash = $2
                        WHERE id = $1
                        """).execute(Tuple.of(id, passwordHash)).mapEmpty();
    }

    Future<Void> appoint(SqlClient client, int siteId, UUID id, Role role) {
        return client.preparedQuery("""
                        INSERT INTO moderator_sites (site_id, moderator_id, role)
                        VALUES ($1, $2, $3)
                        ON CONFLICT (site_id, moderator_id) DO UPDATE SET role = excluded.role
                        """)
                .execute(Tuple.of(siteId, id, role.wireName()))
                .mapEmpty();
    }

    /** The role of a moderator on these sites, by site. */
    Future<Map<Integer, Role>> roles(SqlClient client, UUID id) {
        return client.preparedQuery("""
                        SELECT site_id, role
                        FROM moderator_sites
                        WHERE moderator_id = $1
                        """).execute(Tuple.of(id)).map(rows -> {
            var roles = new TreeMap<Integer, Role>();
            rows.forEach(row -> roles.put(row.getInteger("site_id"), role(row.getString("role"))));
            return roles;
        });
    }

    /** The owners of a site, locked until the transaction ends. */
    Future<List<UUID>> lockOwners(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT moderator_id
                        FROM moderator_sites
                        WHERE site_id = $1 AND role = 'owner'
                        ORDER BY moderator_id
                        FOR UPDATE
                        """)
                .execute(Tuple.of(siteId))
                .map(rows -> Rows.list(rows, row -> row.getUUID("moderator_id")));
    }

    Future<Void> dismiss(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        DELETE FROM moderator_sites
                        WHERE site_id = $1 AND moderator_id = $2
                        """).execute(Tuple.of(siteId, id)).mapEmpty();
    }

    /** Removes the account with its roles, sessions and tokens. */
    Future<Void> delete(SqlClient client, UUID id) {
        return client.preparedQuery("""
                        DELETE FROM moderators
                        WHERE id = $1
                        """).execute(Tuple.of(id)).mapEmpty();
    }

    Future<List<Listed>> list(SqlClient client) {
        return client.preparedQuery("""
                        SELECT m.email, s.site_id, s.role
                        FROM moderators m
                        LEFT JOIN moderator_sites s ON s.moderator_id = m.id
                        ORDER BY lower(m.email COLLATE "C"), s.site_id
                        """)
                .execute()
                .map(rows -> Rows.list(
                        rows,
                        row -> new Listed(
                                row.getString("email"),
                                row.getInteger("site_id"),
                                row.getString("role") == null ? null : role(row.getString("role")))));
    }

    /** Those who decide on a site, and so are told what waits. */
    Future<List<Account>> deciding(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT m.id, m.email, m.password_hash, m.lang
                        FROM moderator_sites s
                        JOIN moderators m ON m.id = s.moderator_id
                        WHERE s.site_id = $1 AND s.role IN ('owner', 'moderator')
                        ORDER BY m.id
                        """)
                .execute(Tuple.of(siteId))
                .map(rows -> Rows.list(rows, ModeratorStore::account));
    }

    /** Rows of one moderator, one a site, as a caller; empty where there are none. */
    static Optional<Principal> caller(Iterable<Row> rows) {
        var roles = new TreeMap<Integer, Role>();
        Row one = null;
        for (var row : rows) {
            one = row;
            if (row.getInteger("site_id") != null) {
                roles.put(row.getInteger("site_id"), role(row.getString("role")));
            }
        }
        return one == null
                ? Optional.empty()
                : Optional.of(new Principal(one.getUUID("id"), one.getString("email"), one.getString("lang"), roles));
    }

    private static Role role(String name) {
        return Role.parse(name).orElseThrow(() -> new IllegalStateException("no role " + name));
    }

    private static Account account(Row row) {
        return new Account(
                row.getUUID("id"), row.getString("email"), row.getString("password_hash"), row.getString("lang"));
    }
}
