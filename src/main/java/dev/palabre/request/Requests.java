package dev.palabre.request;

import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.FieldError;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.sql.Idempotency.Claim;
import dev.palabre.kernel.token.Ids;
import dev.palabre.mail.AddressStore;
import dev.palabre.mail.Outbox;
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

/** Requests that need a person: asked by whoever reads an address's mails, answered by who decides on the site. */
public final class Requests {
    /** Kind of the mail that tells moderators that somebody asks. */
    static final String WAITING = "request-waiting";

    /** Kind of the mail that tells moderators that the time to answer is nearly over. */
    static final String DUE = "request-due";

    /** Kind of the mail with the answer. */
    static final String ANSWERED = "request-answered";

    /** As many of an address wait at the same time. */
    private static final int MOST_OPEN = 5;

    private final Database database;
    private final Outbox outbox;
    private final OpenRequests open;
    private final RequestStore store = new RequestStore();
    private final AddressStore addresses = new AddressStore();

    /** The requests of a database, about which this outbox writes. */
    public Requests(Database database, Outbox outbox, OpenRequests open) {
        this.database = database;
        this.outbox = outbox;
        this.open = open;
    }

    /**
     * Takes in what somebody asks, and tells the moderators with it.
     *
     * @param lang that they read
     * @param matter as they chose it
     * @param typed their words
     * @throws Problem as a failed future: 422 with every field that was refused, 409 where enough of theirs wait, 404 where
     *     their address was erased
     */
    public Future<Request> ask(
            Site site, UUID addressId, String email, String lang, @Nullable String matter, @Nullable String typed) {
        var errors = new ArrayList<FieldError>();
        var known = Matter.of(matter);
        if (known.isEmpty()) {
            errors.add(FieldError.of("kind", "request_kind"));
        }
        var text = Wording.of(errors, "text", typed, "request_text");
        if (known.isEmpty() || !errors.isEmpty()) {
            return Future.failedFuture(Problem.invalid(errors));
        }
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var due = Deadline.of(now, site.settings().timezone());
        var request = new Request(
                site.id(), Ids.next(), addressId, email, known.get(), text, lang, now, due, null, null, null);
        return database.transaction(client -> insert(client, request))
                .compose(done -> settled())
                .map(request);
    }

    private Future<Void> insert(SqlClient client, Request request) {
        var siteId = request.siteId();
        return addresses
                .lock(client, siteId, List.of(request.addressId()))
                .compose(there -> {
                    if (there.isEmpty()) {
                        throw Problem.notFound();
                    }
                    return store.open(client, siteId, request.addressId());
                })
                .compose(waiting -> {
                    if (waiting >= MOST_OPEN) {
                        throw Problem.of(Kind.CONFLICT, "requests_open", Map.of("max", MOST_OPEN));
                    }
                    return store.insert(client, request);
                })
                .compose(inserted ->
                        outbox.toModerators(client, WAITING, List.of(new Claim(siteId, null, request.id(), "open"))))
                .compose(told -> open.announce(client, siteId));
    }

    /**
     * Answers one that the caller may answer, and writes to who asked.
     *
     * @param typed the answer
     * @throws Problem as a failed future: 422 for what cannot be an answer, 409 where it was answered before
     */
    public Future<Void> answer(Request request, @Nullable String typed, UUID moderatorId) {
        var errors = new ArrayList<FieldError>();
        var text = Wording.of(errors, "answer", typed, "request_answer");
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
                .compose(done -> settled());
    }

    /** Those of these sites that wait, the soonest due first. */
    public Future<List<Request>> waiting(Collection<Integer> siteIds, int most) {
        return database.query(client -> store.waiting(client, siteIds, most));
    }

    /** Those of these sites that were answered, the last answer first. */
    public Future<List<Request>> answered(Collection<Integer> siteIds, int most) {
        return database.query(client -> store.answered(client, siteIds, most));
    }

    /** One of these sites. */
    public Future<Optional<Request>> find(Collection<Integer> siteIds, UUID id) {
        return database.query(client -> store.find(client, siteIds, id));
    }

    /** All of an address, the newest first. */
    public Future<List<Request>> byAddress(int siteId, UUID addressId) {
        return database.query(client -> store.byAddress(client, siteId, addressId));
    }

    /** Removes all of an address, answered or not, in the caller's transaction. */
    public Future<Void> forget(SqlClient client, int siteId, UUID addressId) {
        return store.forget(client, siteId, addressId).compose(gone -> open.announce(client, siteId));
    }

    /** Until when the one of a site has to be answered that is due first. */
    Future<Optional<Instant>> soonest(int siteId, boolean warned) {
        return database.query(client -> store.soonest(client, siteId, warned));
    }

    /** Lets mails leave, and counts before the next page is shown. */
    private Future<Void> settled() {
        outbox.wake();
        return open.recount();
    }
}
