package dev.palabre.subscription;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.write.NewCommentListener;
import dev.palabre.db.BatchedDelete;
import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.db.Database;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who follows which page. */
public final class Subscriptions implements NewCommentListener {
    /** Kind of the mail that asks for a click. */
    static final String ASK = "follow-ask";

    private final Database database;
    private final Messages messages;
    private final String mailHost;
    private final SubscriptionStore store = new SubscriptionStore();
    private final AddressStore addresses = new AddressStore();

    /** The followers of a database, who are written to by this outbox. */
    public Subscriptions(Database database, Outbox outbox, Messages messages) {
        this.database = database;
        this.messages = messages;
        this.mailHost = outbox.mailHost();
    }

    @Override
    public Future<Integer> subscriptionsRequested(SqlClient client, List<SubscriptionRequest> requests) {
        return store.ask(client, ASK, mailHost, requests, this::wording);
    }

    @Override
    public Future<Integer> published(SqlClient client, int siteId, List<UUID> commentIds) {
        return store.tell(client, mailHost, siteId, commentIds);
    }

    /** Everything that an address follows on a site or was asked about, the newest first. */
    public Future<List<Subscription>> byAddress(int siteId, UUID addressId) {
        return database.query(client -> store.byAddress(client, siteId, addressId));
    }

    /** Ends what an address follows of one page; the address goes with it where nothing else needs it. */
    public Future<Void> end(int siteId, UUID id, UUID addressId) {
        return database.transaction(client ->
                store.end(client, siteId, id, addressId).compose(ended -> addresses.drop(client, siteId, addressId)));
    }

    /** Ends all that an address follows on a site, in the caller's transaction. */
    public Future<Void> endAll(SqlClient client, int siteId, UUID addressId) {
        return store.endAll(client, siteId, addressId, null);
    }

    Future<Optional<Subscription>> find(int siteId, UUID id) {
        return database.query(client -> store.find(client, siteId, id));
    }

    Future<Optional<Subscription>> of(int siteId, UUID threadId, UUID addressId) {
        return database.query(client -> store.of(client, siteId, threadId, addressId));
    }

    /**
     * Begins, or changes the rhythm. Who had stopped all mails of the site, or whose mails had come back, gets them again:
     * somebody reads there, and wants to.
     */
    Future<Void> confirm(Site site, Subscription follow, Frequency rhythm) {
        var today = LocalDate.ofInstant(Instant.now(), site.settings().timezone());
        return database.pipelined(client -> Future.all(
                        store.confirm(client, site.id(), follow.id(), rhythm, today),
                        addresses.mute(client, site.id(), follow.addressId(), false),
                        addresses.reached(client, site.id(), follow.addressId())))
                .mapEmpty();
    }

    Future<Void> endDaily(int siteId, UUID addressId) {
        return database.transaction(client -> store.endAll(client, siteId, addressId, Frequency.DAILY)
                .compose(ended -> addresses.drop(client, siteId, addressId)));
    }

    /** Stops all mails to an address of a site but those that are asked for, and ends all that it follows. */
    public Future<Void> stopAll(int siteId, UUID addressId) {
        return database.transaction(client -> Future.all(
                        store.endAll(client, siteId, addressId, null), addresses.mute(client, siteId, addressId, true))
                .compose(ended -> addresses.drop(client, siteId, addressId)));
    }

    Future<Boolean> isMuted(int siteId, UUID addressId) {
        return database.query(client -> addresses.isMuted(client, siteId, addressId));
    }

    /** Removes what nobody confirmed, and addresses that nothing else needs. */
    public Future<Void> purge() {
        return new BatchedDelete(database)
                .<Boolean>forEachSite((client, siteId, after, limit) -> store.purge(client, siteId, limit)
                        .compose(
                                owners -> addresses.drop(client, siteId, owners).map(Page.of(owners.size(), limit))))
                .mapEmpty();
    }

    /** What stands beside the box. */
    private String wording(String lang) {
        return messages.get(lang, "comment.form.follow") + "\n" + messages.get(lang, "comment.form.followHint");
    }
}
