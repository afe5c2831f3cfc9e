package dev.palabre.kernel.http;

import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.sql.Idempotency;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Reads {@code Idempotency-Key}: what a client sends so that a request that is repeated counts once. */
public final class Repeats {
    private static final int MAX_KEY = 200;

    private Repeats() {}

    /**
     * The request's key, with a digest of its path and its body.
     *
     * @throws Problem 400 for a key that is blank, too long or not storable
     */
    public static Optional<Idempotency.Key> key(RoutingContext ctx) {
        return Optional.ofNullable(ctx.request().getHeader("Idempotency-Key")).map(key -> {
            if (key.isBlank() || key.length() > MAX_KEY || !Texts.storable(key)) {
                throw Problem.of(Kind.MALFORMED, "idempotency_key");
            }
            return new Idempotency.Key(key, digest(ctx));
        });
    }

    private static byte[] digest(RoutingContext ctx) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ctx.normalizedPath().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(Bodies.raw(ctx).getBytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
