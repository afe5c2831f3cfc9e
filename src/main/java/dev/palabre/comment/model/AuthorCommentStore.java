package dev.palabre.comment.model;

import dev.palabre.crypto.AccessCode;
import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code comments}: changes that authors make themselves. */
public final class AuthorCommentStore {
    private static final UUID LAST_ID = new UUID(-1L, -1L);

    /** The comments of an address of a site, newest first. */
    public Future<List<Comment>> byAddress(SqlClient client, int siteId, UUID addressId, int limit) {
        return client.preparedQuery("SELECT " + CommentStore.COLUMNS + """
                        FROM comments c JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        WHERE c.site_id = $1 AND c.address_id = $2
                        ORDER BY c.id DESC
                        LIMIT $3
                        """)
                .execute(Tuple.of(siteId, addressId, limit))
                .map(rows -> Rows.list(rows, CommentStore::comment));
    }

    /** A page of the comments under an address, the newest first: those older than one of them, or the first. */
    public Future<List<Comment>> byAddress(
            SqlClient client, int siteId, UUID addressId, @Nullable UUID before, int limit) {
        return client.preparedQuery("SELECT " + CommentStore.COLUMNS + """
                        FROM comments c JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        WHERE c.site_id = $1 AND c.address_id = $2 AND c.id < $3
                        ORDER BY c.id DESC
                        LIMIT $4
                        """)
                .execute(Tuple.of(siteId, addressId, before == null ? LAST_ID : before, limit))
                .map(rows -> Rows.list(rows, CommentStore::comment));
    }

    /** Number of comments under an address. */
    public Future<Integer> countByAddress(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery("""
                        SELECT count(*)::int AS comments
                        FROM comments
                        WHERE site_id = $1 AND address_id = $2
                        """)
                .execute(Tuple.of(siteId, addressId))
                .map(rows -> rows.iterator().next().getInteger("comments"));
    }

    /** The comments of an address, locked in the order of their ids. */
    public Future<List<Comment>> lockByAddress(SqlClient client, int siteId, UUID addressId, int limit) {
        return client.preparedQuery("SELECT " + CommentStore.COLUMNS + """
                        FROM comments c JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        WHERE c.site_id = $1 AND c.address_id = $2
                        ORDER BY c.id
                        LIMIT $3
                        FOR UPDATE OF c
                        """)
                .execute(Tuple.of(siteId, addressId, limit))
                .map(rows -> Rows.list(rows, CommentStore::comment));
    }

    /** Replaces the text of a comment; once it was published, the change is dated. */
    public Future<Void> rewrite(SqlClient client, Comment comment, String text, String html, @Nullable String held) {
        return client.preparedQuery("""
                        UPDATE comments
                        SET text = $3, html = $4, held_reason = $5,
                            edited_at = CASE WHEN published_at IS NULL THEN NULL ELSE now() END
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id(), text, html, held))
                .mapEmpty();
    }

    public Future<Void> rename(
            SqlClient client, Comment comment, String name, @Nullable String lastName, @Nullable String firstName) {
        return client.preparedQuery("""
                        UPDATE comments
                        SET name = $3, last_name = $4, first_name = $5
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id(), name, lastName, firstName))
                .mapEmpty();
    }

    public Future<Void> changeAddress(SqlClient client, Comment comment, UUID addressId) {
        return client.preparedQuery("""
                        UPDATE comments
                        SET address_id = $3
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id(), addressId))
                .mapEmpty();
    }

    public Future<Void> mute(SqlClient client, Comment comment, boolean muted) {
        return client.preparedQuery("""
                        UPDATE comments
                        SET muted = $3
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id(), muted))
                .mapEmpty();
    }

    public Future<Void> verify(SqlClient client, Comment comment) {
        return client.preparedQuery("""
                        UPDATE comments
                        SET unverified = false
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id()))
                .mapEmpty();
    }

    /** Whether something of an address was published before. */
    public Future<Boolean> isKnown(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery("""
                        SELECT EXISTS (
                            SELECT FROM comments
                            WHERE site_id = $1 AND address_id = $2 AND status = 'published'
                        ) AS known
                        """)
                .execute(Tuple.of(siteId, addressId))
                .map(rows -> rows.iterator().next().getBoolean("known"));
    }

    public Future<Void> renew(SqlClient client, Comment comment, String key, AccessCode receipt) {
        return client.preparedQuery("""
                        UPDATE comments
                        SET receipt_key = $3, receipt_hash = $4, receipt_generation = receipt_generation + 1
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id(), key, Buffer.buffer(receipt.hash())))
                .mapEmpty();
    }

    /** Clears all personal data of a comment; its id, its thread and its dates stay. */
    public Future<Void> erase(SqlClient client, Comment comment) {
        return client.preparedQuery("""
                        UPDATE comments
                        SET text = '', html = '', name = '', last_name = NULL, first_name = NULL, held_reason = NULL,
                            address_id = NULL, receipt_hash = NULL, muted = false, unverified = false,
                            page_url = NULL, page_title = NULL
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id()))
                .mapEmpty();
    }
}
