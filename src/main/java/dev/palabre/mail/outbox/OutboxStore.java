package dev.palabre.mail.outbox;

import dev.palabre.address.EmailAddress;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.db.Rows;
import dev.palabre.mail.outbox.Outbox.Addressed;
import dev.palabre.mail.outbox.Outbox.Recipient;
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

/** The table {@code outbox}. The holder of a lease on a row is known by the count of attempts. */
final class OutboxStore {
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

    /** Inserts a message to each of these addresses that is known, where its act was granted. */
    Future<Integer> insertAddressed(
            SqlClient client, String kind, List<Addressed> messages, UUID[] ids, String[] messageIds) {
        return client.preparedQuery("""
                        INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang)
                        SELECT n.site_id, n.id, n.message_id, $8, n.act_id, a.id, n.lang
                        FROM unnest($1::int[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[])
                            AS n (site_id, key, act_id, id, message_id, canonical, lang)
                        JOIN addresses a ON a.site_id = n.site_id AND a.canonical = n.canonical
                        """ + IdempotencyStore.GRANTED)
                .execute(Tuple.tuple(List.of(
                        Rows.column(messages, each -> each.cause().siteId(), Integer[]::new),
                        Rows.column(messages, each -> each.cause().keyText(), String[]::new),
                        Rows.column(messages, each -> each.cause().actId(), UUID[]::new),
                        ids,
                        messageIds,
                        Rows.column(messages, each -> EmailAddress.canonical(each.email()), String[]::new),
                        Rows.column(messages, Addressed::lang, String[]::new),
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

    /** Deletes the messages to addresses about something; answers the rows of these addresses. */
    Future<List<UUID>> forget(SqlClient client, int siteId, UUID subjectId) {
        return client.preparedQuery("""
                        DELETE FROM outbox
                        WHERE site_id = $1 AND subject_id = $2 AND address_id IS NOT NULL
                        RETURNING address_id
                        """)
                .execute(Tuple.of(siteId, subjectId))
                .map(rows -> Rows.list(rows, row -> row.getUUID("address_id")));
    }

    /** Deletes the messages to an address about something, in any state. */
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

    /** Claims due messages, the longest due first; nobody else claims them until the lease ends. */
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
                .map(rows -> Rows.list(rows, OutboxStore::message));
    }

    /** Replaces a notice by one message per moderator, unless another node has done so. */
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

    /** Ends a message: {@code sent}, {@code dropped} or {@code failed}. */
    Future<Void> end(SqlClient client, OutboxMessage message, String state, @Nullable String error) {
        return client.preparedQuery("""
                        UPDATE outbox
                        SET state = $4,
                            sent_at = CASE WHEN $4 = 'sent' THEN now() END,
                            last_error = $5
                        WHERE site_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'
                        """)
                .execute(Tuple.of(message.siteId(), message.id(), message.attempts(), state, error))
                .mapEmpty();
    }

    /** Puts a message back until later. */
    Future<Void> postpone(SqlClient client, OutboxMessage message, Duration pause, @Nullable String error) {
        return client.preparedQuery("""
                        UPDATE outbox
                        SET next_at = now() + $4 * interval '1 millisecond', last_error = $5
                        WHERE site_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'
                        """)
                .execute(Tuple.of(message.siteId(), message.id(), message.attempts(), pause.toMillis(), error))
                .mapEmpty();
    }

    /** How long a notice has to wait so that there are at most three in a period. */
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
                        notice.siteId(), notice.kind(), firstIdSince(period.multipliedBy(2)), period.toMillis()))
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

    /** The least id of a row inserted so long ago: ids begin with their time. */
    private static UUID firstIdSince(Duration ago) {
        return new UUID((System.currentTimeMillis() - ago.toMillis()) << 16, 0);
    }

    static OutboxMessage message(Row row) {
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
