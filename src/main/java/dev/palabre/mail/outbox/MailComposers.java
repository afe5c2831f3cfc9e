package dev.palabre.mail.outbox;

import dev.palabre.mail.template.Mail;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Composers by kind of mail; each feature adds its own at start. */
public final class MailComposers {
    private final Map<String, MailComposer> byKind = new ConcurrentHashMap<>();

    /**
     * Adds the composer of a kind.
     *
     * @throws IllegalArgumentException when the kind has one already
     */
    public MailComposers register(String kind, MailComposer composer) {
        if (byKind.putIfAbsent(kind, composer) != null) {
            throw new IllegalArgumentException("two composers of " + kind);
        }
        return this;
    }

    /** Adds the composers of a feature by kind. */
    public MailComposers registerAll(Map<String, MailComposer> composers) {
        composers.forEach(this::register);
        return this;
    }

    /** Adds the composer of a kind that its recipient requests at that moment, such as a mail with a link. */
    public MailComposers registerAsked(String kind, MailComposer composer) {
        return register(kind, MailComposer.requested(composer));
    }

    /** All kinds. */
    public Set<String> kinds() {
        return new TreeSet<>(byKind.keySet());
    }

    /** Whether the recipient of a mail of this kind requests it at that moment. */
    boolean isRequested(String kind) {
        var composer = byKind.get(kind);
        return composer != null && composer.isRequested();
    }

    /** The mail of a message; a kind without a composer, perhaps of a newer node, fails and is tried again later. */
    Future<Optional<Mail>> compose(OutboxMessage message) {
        var composer = byKind.get(message.kind());
        if (composer == null) {
            return Future.failedFuture(new IllegalStateException("no composer of " + message.kind()));
        }
        try {
            return composer.compose(message);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
