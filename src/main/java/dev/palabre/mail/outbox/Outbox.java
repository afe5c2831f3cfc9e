package dev.palabre.mail.outbox;

import dev.palabre.address.AddressStore;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.BatchedDelete;
import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.db.Rows;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.SentMailStore.Stored;
import dev.palabre.mail.template.Mail;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queue of mails to send. A message is inserted in the transaction of its cause, holds no personal data, and is composed when
 * it is sent.
 *
 * <pre>{@code
 * database.pipelined(client -> Future.all(store.publish(client, …), outbox.toAuthor(client, …)))
 *         .onSuccess(done -> outbox.wake());
 * }</pre>
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Kind of the mail to a subscriber about a new comment. */
    public static final String FOLLOW_NEW = "follow-new";

    /** Kind of the mail to a subscriber about a day's new comments. */
    public static final String FOLLOW_DIGEST = "follow-digest";

    /** Kinds about what others wrote. */
    static final Set<String> NEWS = Set.of(FOLLOW_NEW, FOLLOW_DIGEST);

    private final Database database;
    private final Sites sites;
    private final MailComposers composers;
    private final Recipients recipients;
    private final String mailHost;
    private final OutboxStore store = new OutboxStore();
    private final SentMailStore sentMails = new SentMailStore();
    private final AddressStore addresses = new AddressStore();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** The outbox of a database; {@code links} gives the host that Message-IDs end in. */
    public Outbox(Database database, Sites sites, PublicUrl links, MailComposers composers, Recipients recipients) {
        this.database = database;
        this.sites = sites;
        this.composers = composers;
        this.recipients = recipients;
        this.mailHost = URI.create(links.base()).getHost();
    }

    /**
     * Queues a message to an author, in one statement. The caller makes sure that each event is queued once.
     *
     * @param kind names its composer
     * @param subjectId what it is about, such as a comment's id
     * @param addressId the row of their address
     * @param lang in which they wrote
     */
    public Future<Void> toAuthor(
            SqlClient client, int siteId, String kind, UUID subjectId, UUID addressId, String lang) {
        var id = UuidV7.next();
        return store.insert(client, siteId, id, messageId(id), kind, subjectId, addressId, lang);
    }

    /**
     * A message to an address.
     *
     * @param cause what it is about
     * @param email the address
     * @param lang of the mail
     */
    public record Addressed(Claim cause, String email, String lang) {}

    /**
     * Queues messages to addresses, where their cause was granted and the address is known, in one statement; answers how many.
     */
    public Future<Integer> toAddresses(SqlClient client, String kind, List<Addressed> messages) {
        var ids = Rows.column(messages, each -> UuidV7.next(), UUID[]::new);
        var messageIds = Arrays.stream(ids).map(this::messageId).toArray(String[]::new);
        return store.insertAddressed(client, kind, messages, ids, messageIds);
    }

    /**
     * A subscriber, and what they are mailed about.
     *
     * @param subjectId such as a comment's id
     * @param addressId the row of their address
     * @param lang of the mail
     */
    public record Recipient(UUID subjectId, UUID addressId, String lang) {}

    /** Queues messages to addresses of a site in one statement, in the caller's transaction; answers how many were new. */
    public Future<Integer> toRecipients(SqlClient client, int siteId, String kind, List<Recipient> recipients) {
        if (recipients.isEmpty()) {
            return Future.succeededFuture(0);
        }
        var ids = Rows.column(recipients, each -> UuidV7.next(), UUID[]::new);
        var messageIds = Arrays.stream(ids).map(this::messageId).toArray(String[]::new);
        return store.insertForRecipients(client, siteId, kind, recipients, ids, messageIds);
    }

    /**
     * Queues messages whose recipients are only known inside a pipelined transaction.
     *
     * @param with common table expressions, the last of which is {@code messages (site_id, id, subject_id, address_id,
     *     lang)}; their parameters begin at {@code $3}
     * @param values of these parameters
     */
    public Future<Integer> toSelected(SqlClient client, String kind, String with, List<Object> values) {
        return store.insertSelected(client, mailHost, kind, with, values);
    }

    /** A message without its text. */
    public record Trace(String kind, String state, Instant at) {}

    /** Messages to an address, the newest first. */
    public Future<List<Trace>> sentTo(int siteId, UUID addressId) {
        return database.query(client -> sentMails.to(client, siteId, addressId));
    }

    /** Deletes all messages to an address about something that is erased. */
    public Future<Void> forget(SqlClient client, int siteId, UUID addressId, UUID subjectId) {
        return store.forget(client, siteId, addressId, subjectId);
    }

    /**
     * Deletes all messages to authors about something that is erased, also those to addresses that are not verified; answers
     * the rows of these addresses.
     */
    public Future<List<UUID>> forget(SqlClient client, int siteId, UUID subjectId) {
        return store.forget(client, siteId, subjectId);
    }

    /**
     * Queues a notice to all moderators of each site where these acts were granted, in one statement. While one of its kind
     * waits, a site gets no other: a flood is one mail.
     */
    public Future<Void> toModerators(SqlClient client, String kind, List<Claim> causes) {
        var ids = Rows.column(causes, cause -> UuidV7.next(), UUID[]::new);
        var messageIds = Arrays.stream(ids).map(this::messageId).toArray(String[]::new);
        return causes.isEmpty()
                ? Future.succeededFuture()
                : store.insertNotices(client, kind, causes, ids, messageIds, Messages.LANGUAGES.get(0));
    }

    /** To be called after a commit: messages are sent at once if this node sends mail. */
    public void wake() {
        listeners.forEach(Runnable::run);
    }

    /**
     * The newest messages of these sites as they would be composed now, for the console. A message that would be dropped is
     * left out; one that cannot be composed has no text. They are composed one after the other: each queries the database
     * several times, and readers wait for the same connections.
     */
    public Future<List<MailPreview>> previews(Collection<Integer> siteIds, int limit) {
        return database.query(client -> sentMails.recent(client, siteIds, limit))
                .compose(messages -> oneByOne(messages.iterator(), new ArrayList<>()));
    }

    private Future<List<MailPreview>> oneByOne(Iterator<Stored> messages, List<MailPreview> written) {
        if (!messages.hasNext()) {
            return Future.succeededFuture(written);
        }
        var message = messages.next();
        return preview(message)
                .otherwise(failure -> Optional.of(unwritten(message, failure)))
                .compose(preview -> {
                    preview.ifPresent(written::add);
                    return oneByOne(messages, written);
                });
    }

    private static MailPreview unwritten(Stored stored, Throwable failure) {
        LOG.warn("message {} cannot be written: {}", stored.message().id(), failure.toString());
        return preview(stored, new Mail("", "", ""), List.of());
    }

    /** Deletes messages that were sent, dropped or given up and are older than this; answers how many. */
    public Future<Integer> purge(Duration keep) {
        return new BatchedDelete(database)
                .<Boolean>forEachSite((client, siteId, after, limit) ->
                        sentMails.purge(client, siteId, keep, limit).map(removed -> Page.of(removed, limit)));
    }

    /** Number of messages that {@link #purge} would delete. */
    public Future<Long> old(Duration keep) {
        return database.query(client -> sentMails.old(client, keep));
    }

    /** Calls a listener whenever a message was committed on this node. */
    public void onWake(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /** The addresses of a message; none once a person was erased or a moderator lost the site. */
    Future<List<String>> recipientsOf(OutboxMessage message) {
        var address = message.addressId();
        return address != null
                ? database.query(client -> addresses.find(client, message.siteId(), address))
                        .map(found -> found.stream().toList())
                : recipients.moderatorsOf(message.siteId()).map(all -> all.stream()
                        .filter(each -> message.isNotice() || each.moderatorId().equals(message.moderatorId()))
                        .map(Recipients.Recipient::email)
                        .toList());
    }

    /** Replaces a notice by one message per moderator; where there is none, it is dropped. */
    Future<Void> expand(OutboxMessage notice) {
        return recipients
                .moderatorsOf(notice.siteId())
                .compose(all -> all.isEmpty()
                        ? database.query(client -> store.end(client, notice, "dropped", "the site has no moderators"))
                        : database.query(client -> expanded(client, notice, all)));
    }

    private Future<Void> expanded(SqlClient client, OutboxMessage notice, List<Recipients.Recipient> all) {
        var ids = all.stream().map(each -> UuidV7.next()).toArray(UUID[]::new);
        var messageIds = Arrays.stream(ids).map(this::messageId).toArray(String[]::new);
        var moderators = all.stream().map(Recipients.Recipient::moderatorId).toArray(UUID[]::new);
        var langs = all.stream().map(Recipients.Recipient::lang).toArray(String[]::new);
        return store.expand(client, notice, ids, messageIds, moderators, langs);
    }

    private Future<Optional<MailPreview>> preview(Stored stored) {
        return inLanguage(stored.message())
                .compose(message -> Future.all(composers.compose(message), recipientsOf(message))
                        .map(both -> both.<Optional<Mail>>resultAt(0)
                                .map(mail -> preview(stored, mail, both.<List<String>>resultAt(1)))));
    }

    /** A notice has no reader yet, so it is shown in its site's language. */
    private Future<OutboxMessage> inLanguage(OutboxMessage message) {
        return message.isNotice()
                ? sites.require(message.siteId())
                        .map(site -> message.in(site.settings().locale()))
                : Future.succeededFuture(message);
    }

    private static MailPreview preview(Stored stored, Mail mail, List<String> to) {
        return new MailPreview(
                stored.message().siteId(),
                stored.message().id(),
                stored.message().kind(),
                to.stream().collect(Collectors.joining(", ")),
                mail.subject(),
                MailPreview.withoutKeys(mail.text()),
                stored.state(),
                stored.message().createdAt(),
                stored.lastError(),
                stored.bounceCode());
    }

    private String messageId(UUID id) {
        return "<" + id + "@" + mailHost + ">";
    }
}
