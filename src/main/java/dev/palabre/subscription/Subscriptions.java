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

/** Subscriptions to new comments of pages. */
public final class Subscriptions implements NewCommentListener {
    /** Kind of the mail with a confirmation link. */
    static final String ASK = "follow-ask";

    private final Database database;
    private final Messages messages;
    private final Outbox outbox;
    private final SubscriptionStore store = new SubscriptionStore();
    private final FanOutStore fanOuts = new FanOutStore();
    private final AddressStore addresses = new AddressStore();

    /** The subscriptions of a database, whose mails go through this outbox. */
    public Subscriptions(Database database, Outbox outbox, Messages messages) {
        this.database = database;
        this.messages = messages;
        this.outbox = outbox;
    }

    @Override
    public Future<Integer> subscriptionsRequested(SqlClient client, List<SubscriptionRequest> requests) {
        return store.ask(client, outbox, requests, this::wording);
    }

    @Override
    public Future<Integer> published(SqlClient client, int siteId, List<UUID> commentIds) {
        return fanOuts.insert(client, siteId, commentIds);
    }

    /** All subscriptions of an address on a site, confirmed or not, the newest first. */
    public Future<List<Subscription>> byAddress(int siteId, UUID addressId) {
        return database.query(client -> store.byAddress(client, siteId, addressId));
    }

    /** Ends a subscription, and deletes the address where nothing else needs it. */
    public Future<Void> end(int siteId, UUID id, UUID addressId) {
        return database.transaction(client ->
                store.end(client, siteId, id, addressId).compose(ended -> addresses.drop(client, siteId, addressId)));
    }

    /** Ends all subscriptions of an address on a site, in the caller's transaction. */
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
     * Confirms a subscription, or changes its frequency. An address that had stopped all mails of the site, or whose mails had
     * bounced, gets mails again: somebody reads them there.
     */
    Future<Void> confirm(Site site, Subscription subscription, Frequency rhythm) {
        var today = LocalDate.ofInstant(Instant.now(), site.settings().timezone());
        return database.pipelined(client -> Future.all(
                        store.confirm(client, site.id(), subscription.id(), rhythm, today),
                        addresses.mute(client, site.id(), subscription.addressId(), false),
                        addresses.reached(client, site.id(), subscription.addressId())))
                .mapEmpty();
    }

    Future<Void> endDaily(int siteId, UUID addressId) {
        return database.transaction(client -> store.endAll(client, siteId, addressId, Frequency.DAILY)
                .compose(ended -> addresses.drop(client, siteId, addressId)));
    }

    /** Stops all mails to an address of a site except requested ones, and ends all its subscriptions. */
    public Future<Void> stopAll(int siteId, UUID addressId) {
        return database.transaction(client -> Future.all(
                        store.endAll(client, siteId, addressId, null), addresses.mute(client, siteId, addressId, true))
                .compose(ended -> addresses.drop(client, siteId, addressId)));
    }

    Future<Boolean> isMuted(int siteId, UUID addressId) {
        return database.query(client -> addresses.isMuted(client, siteId, addressId));
    }

    /** Deletes unconfirmed subscriptions after a week, with addresses that nothing else needs. */
    public Future<Void> purge() {
        return new BatchedDelete(database)
                .<Boolean>forEachSite((client, siteId, after, limit) -> store.purge(client, siteId, limit)
                        .compose(
                                owners -> addresses.drop(client, siteId, owners).map(Page.of(owners.size(), limit))))
                .mapEmpty();
    }

    /** Text beside the box of the form. */
    private String wording(String lang) {
        return messages.get(lang, "comment.form.follow") + "\n" + messages.get(lang, "comment.form.followHint");
    }
}
