package dev.palabre.http;

import dev.palabre.crypto.Sha256;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.text.TextRules;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads {@code IdempotencyStore-Key}: what a client sends so that a request that is repeated counts once. */
public final class IdempotencyKeyHeader {
    private static final int MAX_KEY = 200;

    private IdempotencyKeyHeader() {}

    /**
     * The request's key, with a digest of its path and its body.
     *
     * @throws Problem 400 for a key that is blank, too long or not storable
     */
    public static Optional<IdempotencyStore.Key> key(RoutingContext ctx) {
        return Optional.ofNullable(ctx.request().getHeader("Idempotency-Key")).map(key -> {
            if (key.isBlank() || key.length() > MAX_KEY || !TextRules.storable(key)) {
                throw Problem.of(Kind.MALFORMED, "idempotency_key");
            }
            return new IdempotencyStore.Key(key, digest(ctx));
        });
    }

    private static byte[] digest(RoutingContext ctx) {
        var path = ctx.normalizedPath().getBytes(StandardCharsets.UTF_8);
        return Sha256.of(path, new byte[1], RequestBody.raw(ctx).getBytes());
    }
}
