package dev.palabre.privacy.selfservice.link;

import dev.palabre.address.AddressStore;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.BatchedDelete;
import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.db.Database;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Links that are mailed to an address: signed, for one purpose, about one thing of one site, short-lived, and valid for one
 * use. A link is made when its mail is sent and has the id of the mail, so that a mail that is sent twice has one link.
 */
public final class MailedLinks {
    /** Validity of a link after its mail was sent. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    private final Database database;
    private final LinkTokens tokens;
    private final Clock clock;
    private final UsedLinkStore store = new UsedLinkStore();
    private final AddressStore addresses = new AddressStore();

    /** Links signed with these tokens' keys. */
    public MailedLinks(Database database, JwtTokens tokens, Clock clock) {
        this.database = database;
        this.tokens = new LinkTokens(tokens);
        this.clock = clock;
    }

    /** The text of a link that works for {@code life} from now. */
    public String issue(String purpose, UUID id, int siteId, UUID subjectId, UUID addressId, Duration life) {
        return tokens.issue(
                purpose,
                new Link(siteId, id, subjectId, addressId, clock.instant().plus(life)));
    }

    /** The link of a text, for this purpose and not expired; empty for anything else. */
    public Optional<Link> read(String purpose, String text) {
        return tokens.read(purpose, text);
    }

    /**
     * The link if it still works, without using it.
     *
     * @throws Problem 410 {@code link_over}, as a failed future too
     */
    public Future<Link> require(String purpose, String text) {
        var link = read(purpose, text).orElseThrow(MailedLinks::over);
        return database.query(client -> store.isThere(client, link.siteId(), link.id()))
                .map(used -> {
                    if (used) {
                        throw over();
                    }
                    return link;
                });
    }

    /**
     * Uses a link in the caller's transaction, which confirms its address; 410 as a failed future where it was used before.
     */
    public Future<Void> spend(SqlClient client, Link link) {
        return store.append(client, link.siteId(), link.id(), link.expiresAt()).compose(first -> {
            if (!first) {
                throw over();
            }
            return addresses.reached(client, link.siteId(), link.addressId());
        });
    }

    /** Whether a link was used, or what it began was ended. */
    public Future<Boolean> isUsed(SqlClient client, Link link) {
        return store.isThere(client, link.siteId(), link.id());
    }

    /** Ends what a link began, on all nodes. */
    public Future<Void> end(Link link) {
        return database.query(client -> store.append(client, link.siteId(), link.id(), link.expiresAt()))
                .mapEmpty();
    }

    /** Writes a row of no meaning, so that a response takes as long as another. */
    public Future<Void> pretend(SqlClient client, int siteId) {
        return store.append(client, siteId, UuidV7.next(), clock.instant()).mapEmpty();
    }

    /** Deletes records of links that have expired. */
    public Future<Integer> purge() {
        return new BatchedDelete(database)
                .<Boolean>forEachSite((client, siteId, after, limit) ->
                        store.purge(client, siteId, limit).map(removed -> Page.of(removed, limit)));
    }

    /** Number of records of links that have expired. */
    public Future<Long> expired() {
        return database.query(store::expired);
    }

    /** The problem of a link that works no longer. */
    public static Problem over() {
        return Problem.of(Kind.GONE, "link_over");
    }
}
