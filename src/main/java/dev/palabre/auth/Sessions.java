package dev.palabre.auth;

import dev.palabre.db.BatchedDelete;
import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.db.Database;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Browsers that are signed in. What a browser holds is 256 random bits; the database holds their hash. Nothing is
 * cached: whoever is signed out is so at once, on every node.
 */
public final class Sessions {
    /** Being seen again within this time is not worth a write. */
    private static final Duration STEP = Duration.ofMinutes(1);

    private static final int TOKEN_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Duration idle;
    private final Duration longest;
    private final SessionStore store = new SessionStore();

    /** The sessions of a database: how long a browser may be silent, and how long it is signed in at the most. */
    public Sessions(Database database, Duration idle, Duration longest) {
        this.database = database;
        this.idle = idle;
        this.longest = longest;
    }

    /** Removes sessions that are over; answers how many. */
    public Future<Integer> purge() {
        return new BatchedDelete(database).<Boolean>run((client, after, limit) -> store.purge(client, idle, limit)
                .map(removed -> Page.of(removed, limit)));
    }

    /** How many sessions are over. */
    public Future<Long> over() {
        return database.query(client -> store.over(client, idle));
    }

    /** Signs a browser in: a new token, never the one that it came with, which ends here. */
    Future<String> start(UUID moderatorId, @Nullable String before) {
        var bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return database.pipelined(client -> Future.all(
                        store.delete(client, hash(before == null ? "" : before)),
                        store.deleteOver(client, moderatorId, idle),
                        store.insert(client, hash(token), moderatorId, longest)))
                .map(token);
    }

    /** Whether this may be the token of a session. */
    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** Who is signed in by this token. */
    Future<Optional<Principal>> caller(String token) {
        var hash = hash(token);
        return database.query(client -> store.find(client, hash, idle, STEP)).compose(found -> {
            var stale = found.isPresent() && found.get().stale();
            var seen = stale ? database.query(client -> store.touch(client, hash)) : Future.succeededFuture();
            return seen.map(found.map(SessionStore.Found::caller));
        });
    }

    /** Signs a browser out, everywhere at once. */
    Future<Void> end(String token) {
        return database.query(client -> store.delete(client, hash(token)));
    }

    /** What is stored of a token. */
    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
