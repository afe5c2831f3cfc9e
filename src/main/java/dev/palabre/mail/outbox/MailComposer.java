package dev.palabre.mail.outbox;

import dev.palabre.mail.template.Mail;
import io.vertx.core.Future;
import java.util.Optional;

/** Composes the mails of one kind when they are sent, from what is true then. */
@FunctionalInterface
public interface MailComposer {
    /**
     * The mail of a message, in its {@code lang}. Empty where there is nothing to say any more, such as about a comment that
     * was removed since; after a failed future the message is tried again later.
     */
    Future<Optional<Mail>> compose(OutboxMessage message);

    /** Whether the recipient requests a mail of this kind at that moment, such as one with a link. */
    default boolean isRequested() {
        return false;
    }

    /** The same composer for a kind that the recipient requests at that moment. */
    static MailComposer requested(MailComposer composer) {
        return new MailComposer() {
            @Override
            public Future<Optional<Mail>> compose(OutboxMessage message) {
                return composer.compose(message);
            }

            @Override
            public boolean isRequested() {
                return true;
            }
        };
    }
}
