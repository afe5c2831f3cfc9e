package dev.palabre.auth;

import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.JwtTokens.Token;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.BatchedDelete;
import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.db.Database;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens by which programs act for a moderator. The row decides whether one still holds; its text is kept nowhere. */
public final class ApiTokens {
    private static final String PURPOSE = "api";
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Database database;
    private final JwtTokens tokens;
    private final Moderators moderators;
    private final Clock clock;
    private final ApiTokenStore store = new ApiTokenStore();

    /**
     * A token that was made.
     *
     * @param id by which it is revoked
     * @param text to be handed over, and shown nowhere else
     * @param expiresAt when it ends by itself
     */
    public record Created(UUID id, String text, Instant expiresAt) {
        /** Never the token: what is printed may end in a log. */
        @Override
        public String toString() {
            return "token " + id;
        }
    }

    /**
     * A token as the command line lists it.
     *
     * @param id by which it is revoked
     * @param email of the moderator for whom it acts
     * @param createdAt when it was made
     * @param expiresAt when it ends by itself
     * @param revokedAt when it was ended, null if it was not
     */
    public record Listed(
            UUID id,
            String email,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant revokedAt) {}

    /** The tokens of a database. */
    public ApiTokens(Database database, JwtTokens tokens, Moderators moderators, Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.moderators = moderators;
        this.clock = clock;
    }

    /** Removes tokens that ended; answers how many. */
    public Future<Integer> purge() {
        return new BatchedDelete(database).<Boolean>run((client, after, limit) -> store.purge(client, limit)
                .map(removed -> Page.of(removed, limit)));
    }

    /** How many tokens ended. */
    public Future<Long> ended() {
        return database.query(store::ended);
    }

    /**
     * Makes a token that acts for a moderator, up to a year.
     *
     * @throws IllegalArgumentException as a failed future, with a sentence for the operator
     */
    public Future<Created> create(String email, Duration expires) {
        if (expires.isNegative() || expires.isZero() || expires.compareTo(LONGEST) > 0) {
            return Future.failedFuture(new IllegalArgumentException("A token expires after 1 second to 366 days"));
        }
        var id = UuidV7.next();
        var expiresAt = Instant.ofEpochSecond(clock.instant().plus(expires).getEpochSecond());
        return moderators.require(email).compose(account -> {
            var text = tokens.issue(PURPOSE, new Token(id, account.id().toString(), expiresAt));
            return database.query(client -> store.insert(client, id, account.id(), expiresAt))
                    .map(new Created(id, text, expiresAt));
        });
    }

    /** All tokens, the oldest first. */
    public Future<List<Listed>> list() {
        return database.query(store::list);
    }

    /**
     * Ends a token at once, on every node.
     *
     * @throws IllegalArgumentException as a failed future, with a sentence for the operator
     */
    public Future<Void> revoke(UUID id) {
        return database.query(client -> store.revoke(client, id))
                .compose(found -> found
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new IllegalArgumentException("There is no token " + id + "; see: palabre token list")));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** For whom this text acts; empty for one that is forged, over or revoked. */
    Future<Optional<Principal>> caller(String text) {
        return tokens.read(PURPOSE, text)
                .flatMap(token -> uuid(token.subject())
                        .map(moderatorId -> database.query(client -> store.find(client, token.id(), moderatorId))))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }
}
