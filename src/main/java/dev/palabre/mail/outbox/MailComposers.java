package dev.palabre.mail.outbox;

import dev.palabre.mail.template.Mail;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Who writes which kind of mail; each room registers its own at start. */
public final class MailComposers {
    private final Map<String, MailComposer> byKind = new ConcurrentHashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /**
     * Registers the composer of a kind.
     *
     * @throws IllegalArgumentException when the kind has one already
     */
    public MailComposers register(String kind, MailComposer composer) {
        if (byKind.putIfAbsent(kind, composer) != null) {
            throw new IllegalArgumentException("two composers of " + kind);
        }
        return this;
    }

    /** Registers the composer of a kind that its reader asks for at that moment, such as a link. */
    public MailComposers registerAsked(String kind, MailComposer composer) {
        asked.add(kind);
        return register(kind, composer);
    }

    /** All kinds. */
    public Set<String> kinds() {
        return new TreeSet<>(byKind.keySet());
    }

    /** Whether its reader asks for a mail of this kind at that moment. */
    boolean isAsked(String kind) {
        return asked.contains(kind);
    }

    /** A kind that nobody writes, perhaps of a newer node on the same database, fails and is tried again later. */
    Future<Optional<Mail>> compose(OutboxMessage letter) {
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
