package dev.palabre.site;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code sites}. */
final class SiteStore {
    record Stored(int id, String key, String name, List<String> origins, Map<String, String> settings) {}

    Future<Optional<Stored>> find(SqlClient client, String key) {
        return client.preparedQuery("""
                        SELECT id, key, name, origins, settings
                        FROM sites
                        WHERE key = $1
                        """).execute(Tuple.of(key)).map(rows -> Rows.first(rows, SiteStore::stored));
    }

    /** The site of this key, locked until the transaction ends. */
    Future<Optional<Stored>> lock(SqlClient client, String key) {
        return client.preparedQuery("""
                        SELECT id, key, name, origins, settings
                        FROM sites
                        WHERE key = $1
                        FOR UPDATE
                        """).execute(Tuple.of(key)).map(rows -> Rows.first(rows, SiteStore::stored));
    }

    Future<Optional<Stored>> byId(SqlClient client, int id) {
        return client.preparedQuery("""
                        SELECT id, key, name, origins, settings
                        FROM sites
                        WHERE id = $1
                        """).execute(Tuple.of(id)).map(rows -> Rows.first(rows, SiteStore::stored));
    }

    Future<List<Stored>> list(SqlClient client) {
        return client.preparedQuery("""
                        SELECT id, key, name, origins, settings
                        FROM sites
                        ORDER BY key
                        """).execute().map(rows -> Rows.list(rows, SiteStore::stored));
    }

    Future<Void> insert(SqlClient client, String key, String name, List<String> origins, Map<String, String> settings) {
        return client.preparedQuery("""
                        INSERT INTO sites (key, name, origins, settings)
                        VALUES ($1, $2, $3, $4)
                        """)
                .execute(Tuple.of(key, name, origins.toArray(String[]::new), Rows.json(settings)))
                .mapEmpty();
    }

    Future<Void> update(SqlClient client, Stored site) {
        return client.preparedQuery("""
                        UPDATE sites
                        SET name = $2, origins = $3, settings = $4
                        WHERE id = $1
                        """)
                .execute(Tuple.of(
                        site.id(), site.name(), site.origins().toArray(String[]::new), Rows.json(site.settings())))
                .mapEmpty();
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.getInteger("id"),
                row.getString("key"),
                row.getString("name"),
                List.of(row.getArrayOfStrings("origins")),
                Rows.texts(row, "settings"));
    }
}
