package dev.palabre.transfer.exporter;

import dev.palabre.db.Snapshot;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Every table that belongs to a site, read for its owner. The database writes the lines itself, so that what is read is
 * not built up here. A new table of a site is another {@link Piece}, or another exclusion; a test holds both to the schema.
 */
final class ExportStore {
    /**
     * A kind of line.
     *
     * @param type its name in the file
     * @param table that its rows come from
     * @param query its columns by their names in the file, of the site {@code $1}, in a fixed order
     */
    record Piece(String type, String table, String query) {}

    /** What is known of the file as a whole. */
    static final Piece HEADER = new Piece("header", "sites", """
            SELECT 'palabre-export' AS "format", 1 AS "formatVersion", key AS "site", now() AS "exportedAt"
            FROM sites WHERE id = $1
            """);

    /** In an order in which each line names only what came before it. */
    static final List<Piece> PIECES = List.of(
            new Piece("site", "sites", """
                    SELECT key, name, origins, settings, created_at AS "createdAt"
                    FROM sites WHERE id = $1
                    """),
            new Piece("moderator", "moderator_sites", """
                    SELECT moderator_id AS "id", role
                    FROM moderator_sites WHERE site_id = $1 ORDER BY moderator_id
                    """),
            new Piece("notice", "notices", """
                    SELECT version, created_at AS "createdAt", document
                    FROM notices WHERE site_id = $1 ORDER BY created_at, version
                    """),
            new Piece("address", "addresses", """
                    SELECT id, email, created_at AS "createdAt", muted_at AS "mutedAt", bounced_at AS "bouncedAt",
                           bounce_code AS "bounceCode", bounces
                    FROM addresses WHERE site_id = $1 ORDER BY id
                    """),
            new Piece("request", "requests", """
                    SELECT id, address_id AS "addressId", kind, text, lang, asked_at AS "askedAt", due_at AS "dueAt",
                           warned_at AS "warnedAt", answer, answered_at AS "answeredAt", moderator_id AS "moderatorId"
                    FROM requests WHERE site_id = $1 ORDER BY id
                    """),
            new Piece("thread", "threads", """
                    SELECT id, page_key AS "pageKey", page_id AS "pageId", url, title, fixed_url AS "fixedUrl",
                           fixed_title AS "fixedTitle", open, published, version,
                           created_at AS "createdAt"
                    FROM threads WHERE site_id = $1 ORDER BY id
                    """),
            new Piece("follow", "follows", """
                    SELECT id, thread_id AS "threadId", address_id AS "addressId", lang, wording, asked_at AS "askedAt",
                           confirmed_at AS "confirmedAt", rhythm, told_on AS "toldOn", told_from AS "toldFrom",
                           told_until AS "toldUntil"
                    FROM follows WHERE site_id = $1 ORDER BY id
                    """),
            new Piece("comment", "comments", """
                    SELECT id, thread_id AS "threadId", status, status_at AS "statusAt", held_reason AS "heldReason", text,
                           html, lang, name, last_name AS "lastName", first_name AS "firstName", address_id AS "addressId",
                           muted, unverified, notice_version AS "noticeVersion", created_at AS "createdAt",
                           published_at AS "publishedAt", edited_at AS "editedAt", page_url AS "pageUrl",
                           page_title AS "pageTitle"
                    FROM comments WHERE site_id = $1 ORDER BY id
                    """),
            new Piece("statusChange", "status_changes", """
                    SELECT comment_id AS "commentId", id, status, reason, changed_at AS "changedAt"
                    FROM status_changes WHERE site_id = $1 ORDER BY comment_id, id
                    """),
            new Piece("edit", "comment_edits", """
                    SELECT comment_id AS "commentId", id, text, replaced_at AS "replacedAt"
                    FROM comment_edits WHERE site_id = $1 ORDER BY comment_id, id
                    """),
            new Piece("decision", "decisions", """
                    SELECT id, comment_id AS "commentId", moderator_id AS "moderatorId", decision,
                           from_status AS "fromStatus", to_status AS "toStatus", reason_code AS "reasonCode", reason, note,
                           decided_at AS "decidedAt", encode(digest, 'hex') AS "digest"
                    FROM decisions WHERE site_id = $1 ORDER BY id
                    """),
            new Piece("policy", "policies", """
                    SELECT version, created_at AS "createdAt", document
                    FROM policies WHERE site_id = $1 ORDER BY created_at, version
                    """),
            new Piece("policyPublication", "policy_publications", """
                    SELECT number, version, source, moderator_id AS "moderatorId", published_at AS "publishedAt"
                    FROM policy_publications WHERE site_id = $1 ORDER BY number
                    """),
            new Piece("policyDraft", "policy_drafts", """
                    SELECT source, moderator_id AS "moderatorId", changed_at AS "changedAt"
                    FROM policy_drafts WHERE site_id = $1
                    """),
            new Piece("consentSeal", "consent_seals", """
                    SELECT number, purges, from_id AS "fromId", to_id AS "toId", events, newest_at AS "newestAt",
                           keep_days AS "keepDays", complete,
                           encode(root, 'hex') AS "root", encode(previous, 'hex') AS "previous",
                           encode(hash, 'hex') AS "hash", sealed_at AS "sealedAt", purged_at AS "purgedAt"
                    FROM consent_seals WHERE site_id = $1 ORDER BY number
                    """),
            new Piece("consentAnchor", "consent_anchors", """
                    SELECT day, number, encode(hash, 'hex') AS "hash", anchored_at AS "anchoredAt"
                    FROM consent_anchors WHERE site_id = $1 ORDER BY day
                    """),
            new Piece("consentEvent", "consent_events", """
                    SELECT id, encode(consent_hash, 'hex') AS "consentHash", encode(link, 'hex') AS "link", previous, version,
                           state, choices, services, source, lang, layout, decided_at AS "decidedAt",
                           valid_until AS "validUntil", encode(digest, 'hex') AS "digest", seal
                    FROM consent_events WHERE site_id = $1 ORDER BY id
                    """),
            new Piece("consentStatistic", "consent_statistics", """
                    SELECT day, version, shown, accepted, refused, partial, withdrawn
                    FROM consent_statistics WHERE site_id = $1 ORDER BY day, version
                    """),
            new Piece("consentLeak", "consent_leaks", """
                    SELECT kind, name, phase, first_seen AS "firstSeen", last_seen AS "lastSeen", seen,
                           known, reporters
                    FROM consent_leaks WHERE site_id = $1 ORDER BY kind, name, phase
                    """),
            new Piece("erasure", "erasures", """
                    SELECT kind, subject, erased_at AS "erasedAt"
                    FROM erasures WHERE site_id = $1 ORDER BY erased_at, kind, subject
                    """),
            new Piece("retentionRun", "retention_runs", """
                    SELECT id, rule, cause, started_at AS "startedAt", finished_at AS "finishedAt", removed, failure
                    FROM retention_runs WHERE site_id = $1 ORDER BY id
                    """));

    /** Tables of a site that stay here, and why; docs/export.md says the same. */
    static final Map<String, String> EXCLUDED_TABLES = Map.of(
            "erasure_jobs", "how far erasures of everything under an address are, until a day after they end",
            "fan_outs", "published comments whose subscribers are being mailed; they are mailed from here",
            "idempotency_keys", "what keeps a repeated request from acting twice, for a day",
            "outbox", "mails on their way: kinds and ids, no words; they are sent from here",
            "retention_days", "how far today's run is",
            "spent_receipts", "secrets: hashes of links that open nothing any more",
            "used_links", "secrets: ids of mailed links, until they would have expired");

    /** Columns that stay here: the site's own number, what follows from other columns, and secrets behind links of authors. */
    static final Set<String> EXCLUDED_COLUMNS = Set.of(
            "site_id",
            "sites.id",
            "comments.receipt_hash",
            "comments.receipt_key",
            "comments.receipt_generation",
            "addresses.canonical",
            "addresses.claimed",
            "threads.default_url",
            "follows.digest_id");

    /** Reads the lines of one kind, a few at a time. */
    Future<Void> read(Snapshot snapshot, Piece piece, int siteId, Function<RowSet<Row>, Future<Void>> page) {
        var line = """
                SELECT row_to_json(line)::text AS line
                FROM (SELECT '%s' AS "type", piece.* FROM (%s) AS piece) AS line
                """.formatted(piece.type(), piece.query());
        return snapshot.read(line, Tuple.of(siteId), page);
    }
}
