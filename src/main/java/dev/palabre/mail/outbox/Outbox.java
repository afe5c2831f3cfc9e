package dev.palabre.mail.outbox;

import dev.palabre.address.AddressStore;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.BatchedDelete;
import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.db.Rows;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.OutboxStore.Stored;
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
 * Mail to send. A letter is written in the transaction of its cause, holds no personal data, and is composed when it
 * leaves.
 *
 * <pre>{@code
 * database.pipelined(client -> Future.all(store.publish(client, …), outbox.toAuthor(client, …)))
 *         .onSuccess(done -> outbox.wake());
 * }</pre>
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Kind of the mail that tells a follower of a page of a new comment. */
    public static final String FOLLOW_NEW = "follow-new";

    /** Kind of the mail that tells a follower of a day's new comments. */
    public static final String FOLLOW_DIGEST = "follow-digest";

    /** Kinds that tell of what others wrote. */
    static final Set<String> NEWS = Set.of(FOLLOW_NEW, FOLLOW_DIGEST);

    private final Database database;
    private final Sites sites;
    private final MailComposers composers;
    private final Recipients recipients;
    private final String mailHost;
    private final OutboxStore store = new OutboxStore();
    private final AddressStore addresses = new AddressStore();
    private final List<Runnable> sleepers = new CopyOnWriteArrayList<>();

    /** The outbox of a database; {@code links} gives the host that Message-IDs end in. */
    public Outbox(Database database, Sites sites, PublicUrl links, MailComposers composers, Recipients recipients) {
        this.database = database;
        this.sites = sites;
        this.composers = composers;
        this.recipients = recipients;
        this.mailHost = URI.create(links.base()).getHost();
    }

    /**
     * Writes a letter to an author, in one statement. That each event is told once is the caller's care.
     *
     * @param kind which composer writes it
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
     * A letter to whoever reads an address's mails.
     *
     * @param cause what it is about
     * @param email the address
     * @param lang in which it is written
     */
    public record Addressed(Claim cause, String email, String lang) {}

    /**
     * Writes letters to addresses, where their cause was granted and the address is known, in one statement; answers how many.
     */
    public Future<Integer> toAddresses(SqlClient client, String kind, List<Addressed> letters) {
        var ids = Rows.column(letters, each -> UuidV7.next(), UUID[]::new);
        var messageIds = Arrays.stream(ids).map(this::messageId).toArray(String[]::new);
        return store.insertAddressed(client, kind, letters, ids, messageIds);
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

    /** That a mail was written, without what it said. */
    public record Trace(String kind, String state, Instant at) {}

    /** What was written to an address, the newest first. */
    public Future<List<Trace>> sentTo(int siteId, UUID addressId) {
        return database.query(client -> store.to(client, siteId, addressId));
    }

    /** Removes all letters to an address about something that is erased. */
    public Future<Void> forget(SqlClient client, int siteId, UUID addressId, UUID subjectId) {
        return store.forget(client, siteId, addressId, subjectId);
    }

    /**
     * Removes all letters to authors about something that is erased, with those to an address that was only asked whether
     * it is theirs; answers the rows of the addresses that they were to.
     */
    public Future<List<UUID>> forget(SqlClient client, int siteId, UUID subjectId) {
        return store.forget(client, siteId, subjectId);
    }

    /**
     * Writes a notice to all moderators of each site where these acts were granted, in one statement. While one of its kind
     * waits, a site gets no other: a flood is one mail.
     */
    public Future<Void> toModerators(SqlClient client, String kind, List<Claim> causes) {
        var ids = Rows.column(causes, cause -> UuidV7.next(), UUID[]::new);
        var messageIds = Arrays.stream(ids).map(this::messageId).toArray(String[]::new);
        return causes.isEmpty()
                ? Future.succeededFuture()
                : store.insertNotices(client, kind, causes, ids, messageIds, Messages.LANGUAGES.get(0));
    }

    /** Says that a letter has been committed, so that it leaves at once if this node sends mail. */
    public void wake() {
        sleepers.forEach(Runnable::run);
    }

    /**
     * The newest letters of these sites as they would read now, for the console. What has nothing to say any more is left
     * out; what cannot be written is there without words. One is written after the other: each asks the database several
     * times, and readers wait for the same connections.
     */
    public Future<List<MailPreview>> previews(Collection<Integer> siteIds, int limit) {
        return database.query(client -> store.recent(client, siteIds, limit))
                .compose(letters -> oneByOne(letters.iterator(), new ArrayList<>()));
    }

    private Future<List<MailPreview>> oneByOne(Iterator<Stored> letters, List<MailPreview> written) {
        if (!letters.hasNext()) {
            return Future.succeededFuture(written);
        }
        var letter = letters.next();
        return preview(letter)
                .otherwise(failure -> Optional.of(unwritten(letter, failure)))
                .compose(preview -> {
                    preview.ifPresent(written::add);
                    return oneByOne(letters, written);
                });
    }

    private static MailPreview unwritten(Stored stored, Throwable failure) {
        LOG.warn("letter {} cannot be written: {}", stored.letter().id(), failure.toString());
        return preview(stored, new Mail("", "", ""), List.of());
    }

    /** Removes letters that were sent, dropped or given up and are older than this; answers how many. */
    public Future<Integer> purge(Duration keep) {
        return new BatchedDelete(database)
                .<Boolean>forEachSite((client, siteId, after, limit) ->
                        store.purge(client, siteId, keep, limit).map(removed -> Page.of(removed, limit)));
    }

    /** How many letters that would remove. */
    public Future<Long> old(Duration keep) {
        return database.query(client -> store.old(client, keep));
    }

    /** Calls a listener whenever a message was committed on this node. */
    public void onWake(Runnable listener) {
        sleepers.add(listener);
    }

    void forget(Runnable listener) {
        sleepers.remove(listener);
    }

    /** The addresses that a letter goes to; none once a person was erased or a moderator lost the site. */
    Future<List<String>> recipientsOf(OutboxMessage letter) {
        var address = letter.addressId();
        return address != null
                ? database.query(client -> addresses.find(client, letter.siteId(), address))
                        .map(found -> found.stream().toList())
                : recipients.moderatorsOf(letter.siteId()).map(all -> all.stream()
                        .filter(each -> letter.isNotice() || each.moderatorId().equals(letter.moderatorId()))
                        .map(Recipients.Recipient::email)
                        .toList());
    }

    /** Makes of a notice one letter for each moderator; where there is none, it is dropped. */
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
        return inLanguage(stored.letter()).compose(letter -> Future.all(composers.compose(letter), recipientsOf(letter))
                .map(both -> both.<Optional<Mail>>resultAt(0)
                        .map(mail -> preview(stored, mail, both.<List<String>>resultAt(1)))));
    }

    /** A notice has no reader yet, so it is shown in its site's language. */
    private Future<OutboxMessage> inLanguage(OutboxMessage letter) {
        return letter.isNotice()
                ? sites.require(letter.siteId())
                        .map(site -> letter.in(site.settings().locale()))
                : Future.succeededFuture(letter);
    }

    private static MailPreview preview(Stored stored, Mail mail, List<String> to) {
        return new MailPreview(
                stored.letter().siteId(),
                stored.letter().id(),
                stored.letter().kind(),
                to.stream().collect(Collectors.joining(", ")),
                mail.subject(),
                MailPreview.withoutKeys(mail.text()),
                stored.state(),
                stored.letter().createdAt(),
                stored.lastError(),
                stored.bounceCode());
    }

    private String messageId(UUID id) {
        return "<" + id + "@" + mailHost + ">";
    }
}
