package dev.palabre.mail.outbox;

import dev.palabre.address.EmailAddress;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.db.Rows;
import dev.palabre.mail.outbox.Outbox.Addressed;
import dev.palabre.mail.outbox.Outbox.Recipient;
import dev.palabre.mail.outbox.Outbox.Trace;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code outbox}. Whoever holds a lease on a row is known by its count of attempts. */
final class OutboxStore {
    /** A row with what became of it. */
    record Stored(
            OutboxMessage letter,
            String state,
            @Nullable String lastError,
            @Nullable String bounceCode) {}

    Future<Void> insert(
            SqlClient client,
            int siteId,
            UUID id,
            String messageId,
            String kind,
            UUID subjectId,
            UUID addressId,
            String lang) {
        return client.preparedQuery("""
                        INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        """)
                .execute(Tuple.of(siteId, id, messageId, kind, subjectId, addressId, lang))
                .mapEmpty();
    }

    /** Inserts a letter to each of these addresses that is known, where its act was granted. */
    Future<Integer> insertAddressed(
            SqlClient client, String kind, List<Addressed> letters, UUID[] ids, String[] messageIds) {
        return client.preparedQuery("""
                        INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang)
                        SELECT n.site_id, n.id, n.message_id, $8, n.act_id, a.id, n.lang
                        FROM unnest($1::int[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[])
                            AS n (site_id, key, act_id, id, message_id, canonical, lang)
                        JOIN addresses a ON a.site_id = n.site_id AND a.canonical = n.canonical
                        """ + IdempotencyStore.GRANTED)
                .execute(Tuple.tuple(List.of(
                        Rows.column(letters, each -> each.cause().siteId(), Integer[]::new),
                        Rows.column(letters, each -> each.cause().keyText(), String[]::new),
                        Rows.column(letters, each -> each.cause().actId(), UUID[]::new),
                        ids,
                        messageIds,
                        Rows.column(letters, each -> EmailAddress.canonical(each.email()), String[]::new),
                        Rows.column(letters, Addressed::lang, String[]::new),
                        kind)))
                .map(rows -> rows.rowCount());
    }

    /** Inserts messages to these addresses, each once per subject. */
    Future<Integer> insertForRecipients(
            SqlClient client, int siteId, String kind, List<Recipient> recipients, UUID[] ids, String[] messageIds) {
        return client.preparedQuery("""
                        INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang)
                        SELECT $1, n.id, n.message_id, $2, n.subject_id, n.address_id, n.lang
                        FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[])
                            AS n (id, message_id, subject_id, address_id, lang)
                        ON CONFLICT DO NOTHING
                        """)
                .execute(Tuple.of(
                        siteId,
                        kind,
                        ids,
                        messageIds,
                        Rows.column(recipients, Recipient::subjectId, UUID[]::new),
                        Rows.column(recipients, Recipient::addressId, UUID[]::new),
                        Rows.column(recipients, Recipient::lang, String[]::new)))
                .map(rows -> rows.rowCount());
    }

    /** Inserts the messages that a query selects; see {@link Outbox#toSelected}. */
    Future<Integer> insertSelected(SqlClient client, String mailHost, String kind, String with, List<Object> values) {
        var parameters = new ArrayList<Object>(List.of(mailHost, kind));
        parameters.addAll(values);
        return client.preparedQuery("WITH " + with + """
                        INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang)
                        SELECT site_id, id, '<' || id || '@' || $1 || '>', $2, subject_id, address_id, lang
                        FROM messages
                        """)
                .execute(Tuple.tuple(parameters))
                .map(rows -> rows.rowCount());
    }

    /** What was written to an address, the newest first. */
    Future<List<Trace>> to(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery("""
                        SELECT kind, state, created_at
                        FROM outbox
                        WHERE site_id = $1 AND address_id = $2
                        ORDER BY id DESC
                        """)
                .execute(Tuple.of(siteId, addressId))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Trace(
                                row.getString("kind"), row.getString("state"), Rows.instant(row, "created_at"))));
    }

    /** Removes the letters to addresses about something; answers the rows of these addresses. */
    Future<List<UUID>> forget(SqlClient client, int siteId, UUID subjectId) {
        return client.preparedQuery("""
                        DELETE FROM outbox
                        WHERE site_id = $1 AND subject_id = $2 AND address_id IS NOT NULL
                        RETURNING address_id
                        """)
                .execute(Tuple.of(siteId, subjectId))
                .map(rows -> Rows.list(rows, row -> row.getUUID("address_id")));
    }

    /** Removes what was written to an address about something, whatever became of it. */
    Future<Void> forget(SqlClient client, int siteId, UUID addressId, UUID subjectId) {
        return client.preparedQuery("""
                        DELETE FROM outbox
                        WHERE site_id = $1 AND address_id = $2 AND subject_id = $3
                        """)
                .execute(Tuple.of(siteId, addressId, subjectId))
                .mapEmpty();
    }

    /** Inserts a notice for each site that has none waiting, about the first of these acts that was granted. */
    Future<Void> insertNotices(
            SqlClient client, String kind, List<Claim> causes, UUID[] ids, String[] messageIds, String lang) {
        return client.preparedQuery("""
                        INSERT INTO outbox (site_id, id, message_id, kind, subject_id, lang)
                        SELECT DISTINCT ON (n.site_id) n.site_id, n.id, n.message_id, $6, n.act_id, $7
                        FROM unnest($1::int[], $2::text[], $3::uuid[], $4::uuid[], $5::text[])
                            AS n (site_id, key, act_id, id, message_id)
                        """ + IdempotencyStore.GRANTED + """
                        ORDER BY n.site_id
                        ON CONFLICT (site_id, kind)
                            WHERE state = 'waiting' AND address_id IS NULL AND moderator_id IS NULL
                            DO NOTHING
                        """)
                .execute(Tuple.tuple(List.of(
                        Rows.column(causes, Claim::siteId, Integer[]::new),
                        Rows.column(causes, Claim::keyText, String[]::new),
                        Rows.column(causes, Claim::actId, UUID[]::new),
                        ids,
                        messageIds,
                        kind,
                        lang)))
                .mapEmpty();
    }

    /** Takes out due rows, the longest due first; nobody else takes them until the lease is over. */
    Future<List<OutboxMessage>> claim(SqlClient client, int limit, Duration lease) {
        return client.preparedQuery("""
                        UPDATE outbox
                        SET attempts = attempts + 1,
                            next_at = now() + $2 * interval '1 millisecond'
                        WHERE (site_id, id) IN (
                            SELECT site_id, id
                            FROM outbox
                            WHERE state = 'waiting' AND next_at <= now()
                            ORDER BY next_at
                            LIMIT $1
                            FOR UPDATE SKIP LOCKED)
                        RETURNING site_id, id, message_id, kind, subject_id, address_id, moderator_id, lang, attempts,
                            created_at
                        """)
                .execute(Tuple.of(limit, lease.toMillis()))
                .map(rows -> Rows.list(rows, OutboxStore::letter));
    }

    /** Makes of a notice one letter for each of these moderators, unless somebody else has done so. */
    Future<Void> expand(
            SqlClient client,
            OutboxMessage notice,
            UUID[] ids,
            String[] messageIds,
            UUID[] moderators,
            String[] langs) {
        return client.preparedQuery("""
                        WITH notice AS (
                            UPDATE outbox
                            SET state = 'sent', sent_at = now(), last_error = NULL
                            WHERE site_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'
                            RETURNING site_id, kind, subject_id)
                        INSERT INTO outbox (site_id, id, message_id, kind, subject_id, moderator_id, lang)
                        SELECT notice.site_id, each.id, each.message_id, notice.kind, notice.subject_id,
                            each.moderator_id, each.lang
                        FROM notice, unnest($4::uuid[], $5::text[], $6::uuid[], $7::text[])
                            AS each (id, message_id, moderator_id, lang)
                        """)
                .execute(Tuple.tuple(
                        List.of(notice.siteId(), notice.id(), notice.attempts(), ids, messageIds, moderators, langs)))
                .mapEmpty();
    }

    /** Ends a letter: {@code sent}, {@code dropped} or {@code failed}. */
    Future<Void> end(SqlClient client, OutboxMessage letter, String state, @Nullable String error) {
        return client.preparedQuery("""
                        UPDATE outbox
                        SET state = $4,
                            sent_at = CASE WHEN $4 = 'sent' THEN now() END,
                            last_error = $5
                        WHERE site_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'
                        """)
                .execute(Tuple.of(letter.siteId(), letter.id(), letter.attempts(), state, error))
                .mapEmpty();
    }

    /** Puts a letter back until later. */
    Future<Void> postpone(SqlClient client, OutboxMessage letter, Duration pause, @Nullable String error) {
        return client.preparedQuery("""
                        UPDATE outbox
                        SET next_at = now() + $4 * interval '1 millisecond', last_error = $5
                        WHERE site_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'
                        """)
                .execute(Tuple.of(letter.siteId(), letter.id(), letter.attempts(), pause.toMillis(), error))
                .mapEmpty();
    }

    /** How long the moderators are to be left in peace: until there were fewer than three notices in a period. */
    Future<Duration> noticePause(SqlClient client, OutboxMessage notice, Duration period) {
        return client.preparedQuery("""
                        SELECT EXTRACT(EPOCH FROM sent_at + $4 * interval '1 millisecond' - now())::float8 AS seconds
                        FROM outbox
                        WHERE site_id = $1 AND kind = $2 AND id >= $3
                            AND state = 'sent' AND address_id IS NULL AND moderator_id IS NULL
                        ORDER BY sent_at DESC
                        OFFSET 2
                        LIMIT 1
                        """)
                .execute(Tuple.of(
                        notice.siteId(), notice.kind(), writtenSince(period.multipliedBy(2)), period.toMillis()))
                .map(rows -> Rows.first(rows, row -> row.getDouble("seconds"))
                        .filter(seconds -> seconds > 0)
                        .map(seconds -> Duration.ofMillis((long) (seconds * 1000)))
                        .orElse(Duration.ZERO));
    }

    /** Mails of these kinds, or of all others, that an address had in the last day. */
    Future<Long> sentToday(SqlClient client, int siteId, UUID addressId, Collection<String> kinds, boolean others) {
        return client.preparedQuery("""
                        SELECT count(*) AS sent
                        FROM outbox
                        WHERE site_id = $1 AND address_id = $2 AND state = 'sent'
                            AND sent_at > now() - interval '1 day'
                            AND (kind = ANY ($3)) <> $4
                        """)
                .execute(Tuple.of(siteId, addressId, kinds.toArray(String[]::new), others))
                .map(rows -> rows.iterator().next().getLong("sent"));
    }

    /** Letters of sites, the newest first, without notices that were made letters. */
    Future<List<Stored>> recent(SqlClient client, Collection<Integer> siteIds, int limit) {
        return client.preparedQuery("""
                        SELECT o.site_id, o.id, o.message_id, o.kind, o.subject_id, o.address_id, o.moderator_id, o.lang,
                            o.attempts, o.created_at, o.state, o.last_error, a.bounce_code
                        FROM outbox o
                        LEFT JOIN addresses a ON a.site_id = o.site_id AND a.id = o.address_id
                        WHERE o.site_id = ANY ($1)
                            AND (o.state <> 'sent' OR o.address_id IS NOT NULL OR o.moderator_id IS NOT NULL)
                        ORDER BY o.id DESC
                        LIMIT $2
                        """)
                .execute(Tuple.of(siteIds.toArray(Integer[]::new), limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Stored(
                                letter(row),
                                row.getString("state"),
                                row.getString("last_error"),
                                row.getString("bounce_code"))));
    }

    /** Deletes rows of a site whose story has ended and which are older than this, the oldest first. */
    Future<Integer> purge(SqlClient client, int siteId, Duration keep, int limit) {
        return client.preparedQuery("""
                        DELETE FROM outbox
                        WHERE site_id = $1 AND id = ANY (ARRAY(
                            SELECT id
                            FROM outbox
                            WHERE site_id = $1 AND state <> 'waiting'
                                AND created_at < now() - make_interval(secs => $2)
                            ORDER BY created_at
                            LIMIT $3))
                        """)
                .execute(Tuple.of(siteId, (double) keep.toSeconds(), limit))
                .map(rows -> rows.rowCount());
    }

    /** How many of these there are. */
    Future<Long> old(SqlClient client, Duration keep) {
        return client.preparedQuery("""
                        SELECT count(*) AS old
                        FROM outbox
                        WHERE state <> 'waiting' AND created_at < now() - make_interval(secs => $1)
                        """)
                .execute(Tuple.of((double) keep.toSeconds()))
                .map(rows -> rows.iterator().next().getLong("old"));
    }

    /** The least id that a row can have which was written so long ago: ids begin with their time. */
    private static UUID writtenSince(Duration ago) {
        return new UUID((System.currentTimeMillis() - ago.toMillis()) << 16, 0);
    }

    private static OutboxMessage letter(Row row) {
        return new OutboxMessage(
                row.getInteger("site_id"),
                row.getUUID("id"),
                row.getString("message_id"),
                row.getString("kind"),
                row.getUUID("subject_id"),
                row.getUUID("address_id"),
                row.getUUID("moderator_id"),
                row.getString("lang"),
                row.getInteger("attempts"),
                Rows.instant(row, "created_at"));
    }
}
