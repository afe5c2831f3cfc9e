package dev.palabre.privacy.datarequest;

import dev.palabre.address.AddressStore;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Data requests: submitted by authors, answered by moderators. */
public final class DataRequests {
    /** Kind of the mail that notifies moderators of a new request. */
    static final String WAITING = "request-waiting";

    /** Kind of the mail that reminds moderators of a request that is due soon. */
    static final String DUE = "request-due";

    /** Kind of the mail with the answer. */
    static final String ANSWERED = "request-answered";

    /** Most open requests of an address. */
    private static final int MAX_OPEN = 5;

    private final Database database;
    private final Outbox outbox;
    private final OpenRequestCount open;
    private final DataRequestStore store = new DataRequestStore();
    private final AddressStore addresses = new AddressStore();

    /** The requests of a database, with this outbox for their mails. */
    public DataRequests(Database database, Outbox outbox, OpenRequestCount open) {
        this.database = database;
        this.outbox = outbox;
        this.open = open;
    }

    /**
     * Stores a request, and notifies the moderators.
     *
     * @param lang language of the author
     * @param type as chosen
     * @param typed text as typed
     * @throws Problem as a failed future: 422 with every field that was refused, 409 where too many requests are open, 404
     *     where the address was erased
     */
    public Future<DataRequest> submit(
            Site site, UUID addressId, String email, String lang, @Nullable String type, @Nullable String typed) {
        var errors = new ArrayList<FieldError>();
        var known = RequestType.of(type);
        if (known.isEmpty()) {
            errors.add(FieldError.of("kind", "request_kind"));
        }
        var text = RequestText.of(errors, "text", typed, "request_text");
        if (known.isEmpty() || !errors.isEmpty()) {
            return Future.failedFuture(Problem.invalid(errors));
        }
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var due = AnswerDeadline.of(now, site.settings().timezone());
        var request = new DataRequest(
                site.id(), UuidV7.next(), addressId, email, known.get(), text, lang, now, due, null, null, null);
        return database.transaction(client -> insert(client, request))
                .compose(done -> afterCommit())
                .map(request);
    }

    private Future<Void> insert(SqlClient client, DataRequest request) {
        var siteId = request.siteId();
        return addresses
                .lock(client, siteId, List.of(request.addressId()))
                .compose(found -> {
                    if (found.isEmpty()) {
                        throw Problem.notFound();
                    }
                    return store.open(client, siteId, request.addressId());
                })
                .compose(openRequests -> {
                    if (openRequests >= MAX_OPEN) {
                        throw Problem.of(Kind.CONFLICT, "requests_open", Map.of("max", MAX_OPEN));
                    }
                    return store.insert(client, request);
                })
                .compose(inserted ->
                        outbox.toModerators(client, WAITING, List.of(new Claim(siteId, null, request.id(), "open"))))
                .compose(notified -> open.announce(client, siteId));
    }

    /**
     * Answers a request, and mails the answer to its author.
     *
     * @param typed the answer
     * @throws Problem as a failed future: 422 for what cannot be an answer, 409 where it was answered before
     */
    public Future<Void> answer(DataRequest request, @Nullable String typed, UUID moderatorId) {
        var errors = new ArrayList<FieldError>();
        var text = RequestText.of(errors, "answer", typed, "request_answer");
        if (!errors.isEmpty()) {
            return Future.failedFuture(Problem.invalid(errors));
        }
        var siteId = request.siteId();
        return database.transaction(client -> store.answer(client, siteId, request.id(), text, moderatorId)
                        .compose(first -> {
                            if (!first) {
                                throw Problem.of(Kind.CONFLICT, "request_answered");
                            }
                            return outbox.toAuthor(
                                    client, siteId, ANSWERED, request.id(), request.addressId(), request.lang());
                        })
                        .compose(written -> open.announce(client, siteId)))
                .compose(done -> afterCommit());
    }

    /** Open requests of these sites, the soonest due first. */
    public Future<List<DataRequest>> waiting(Collection<Integer> siteIds, int most) {
        return database.query(client -> store.waiting(client, siteIds, most));
    }

    /** Answered requests of these sites, the last answer first. */
    public Future<List<DataRequest>> answered(Collection<Integer> siteIds, int most) {
        return database.query(client -> store.answered(client, siteIds, most));
    }

    /** A request of one of these sites. */
    public Future<Optional<DataRequest>> find(Collection<Integer> siteIds, UUID id) {
        return database.query(client -> store.find(client, siteIds, id));
    }

    /** All of an address, the newest first. */
    public Future<List<DataRequest>> byAddress(int siteId, UUID addressId) {
        return database.query(client -> store.byAddress(client, siteId, addressId));
    }

    /** Removes all of an address, answered or not, in the caller's transaction. */
    public Future<Void> forget(SqlClient client, int siteId, UUID addressId) {
        return store.forget(client, siteId, addressId).compose(gone -> open.announce(client, siteId));
    }

    /** Due date of the open request of a site that is due first. */
    Future<Optional<Instant>> soonest(int siteId, boolean warned) {
        return database.query(client -> store.soonest(client, siteId, warned));
    }

    /** Has mails sent, and counts before the next page is shown. */
    private Future<Void> afterCommit() {
        outbox.wake();
        return open.recount();
    }
}
