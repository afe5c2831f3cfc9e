package dev.palabre.privacy.selfservice.link;

import dev.palabre.address.AddressStore;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.JwtTokens.Token;
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
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Links that are mailed to an address: signed, for one purpose, about one thing of one site, short-lived, and good for one
 * use. A link is made when its mail leaves and bears the id of the letter, so that a mail that leaves twice is one link.
 */
public final class MailedLinks {
    /** How long a link works once its mail has left. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    /** As many as are removed long before the deadline of a statement. */
    private static final Pattern SUBJECT = Pattern.compile("(\\d{1,9}) ([0-9a-f-]{36}) ([0-9a-f-]{36})");

    private final Database database;
    private final JwtTokens tokens;
    private final Clock clock;
    private final UsedLinkStore store = new UsedLinkStore();
    private final AddressStore addresses = new AddressStore();

    /**
     * What a link says.
     *
     * @param siteId its site
     * @param id its own
     * @param subjectId what it is about
     * @param addressId whose it is
     * @param expiresAt until when it works
     */
    public record Link(int siteId, UUID id, UUID subjectId, UUID addressId, Instant expiresAt) {}

    /** Links signed with these tokens' keys. */
    public MailedLinks(Database database, JwtTokens tokens, Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The text of a link that works for so long from now. */
    public String issue(String purpose, UUID id, int siteId, UUID subjectId, UUID addressId, Duration life) {
        return tokens.issue(
                audience(purpose),
                new Token(
                        id,
                        siteId + " " + subjectId + " " + addressId,
                        clock.instant().plus(life)));
    }

    /** What a text says that is a link of this purpose and has not expired; empty for anything else. */
    public Optional<Link> read(String purpose, String text) {
        return tokens.read(audience(purpose), text).flatMap(token -> {
            var parts = SUBJECT.matcher(token.subject());
            return parts.matches()
                    ? Optional.of(new Link(
                            Integer.parseInt(parts.group(1)),
                            token.id(),
                            UUID.fromString(parts.group(2)),
                            UUID.fromString(parts.group(3)),
                            token.expiresAt()))
                    : Optional.empty();
        });
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
     * Uses a link in the caller's transaction; a failed future with 410 where somebody was quicker. Whoever does reads the
     * mails to its address.
     */
    public Future<Void> spend(SqlClient client, Link link) {
        return store.append(client, link.siteId(), link.id(), link.expiresAt()).compose(first -> {
            if (!first) {
                throw over();
            }
            return addresses.reached(client, link.siteId(), link.addressId());
        });
    }

    /** Whether it was used, or ended. */
    public Future<Boolean> isUsed(SqlClient client, Link link) {
        return store.isThere(client, link.siteId(), link.id());
    }

    /** Ends what a link began: it opens nothing any more, on any node. */
    public Future<Void> end(Link link) {
        return database.query(client -> store.append(client, link.siteId(), link.id(), link.expiresAt()))
                .mapEmpty();
    }

    /** Writes a row that says nothing, for an answer that must take as long as another. */
    public Future<Void> pretend(SqlClient client, int siteId) {
        return store.append(client, siteId, UuidV7.next(), clock.instant()).mapEmpty();
    }

    /** Removes what is noted of links that have expired. */
    public Future<Integer> purge() {
        return new BatchedDelete(database)
                .<Boolean>forEachSite((client, siteId, after, limit) ->
                        store.purge(client, siteId, limit).map(removed -> Page.of(removed, limit)));
    }

    /** How many of these there are. */
    public Future<Long> expired() {
        return database.query(store::expired);
    }

    public static Problem over() {
        return Problem.of(Kind.GONE, "link_over");
    }

    private static String audience(String purpose) {
        return "author." + purpose;
    }
}
