package dev.palabre.mail;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who writes which kind of mail; each room registers its own at start. */
public final class Composers {
    private final Map<String, Composer> byKind = new ConcurrentHashMap<>();

    /**
     * Registers the composer of a kind.
     *
     * @throws IllegalArgumentException when the kind has one already
     */
    public Composers register(String kind, Composer composer) {
        if (byKind.putIfAbsent(kind, composer) != null) {
            throw new IllegalArgumentException("two composers of " + kind);
        }
        return this;
    }

    /** A kind that nobody writes, perhaps of a newer node on the same database, fails and is tried again later. */
    Future<Optional<Mail>> compose(Letter letter) {
        var composer = byKind.get(letter.kind());
        if (composer == null) {
            return Future.failedFuture(new IllegalStateException("nobody composes " + letter.kind()));
        }
        try {
            return composer.compose(letter);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
