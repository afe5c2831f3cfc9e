package dev.palabre.mail.outbox;

import dev.palabre.mail.template.Mail;
import io.vertx.core.Future;
import java.util.Optional;

/** Writes the mails of one kind when they leave, from what is true then. */
@FunctionalInterface
public interface MailComposer {
    /**
     * What the letter says, in its {@code lang}. Empty where there is nothing to say any more, such as that a comment is
     * online which was removed since; a failed future is tried again later.
     */
    Future<Optional<Mail>> compose(OutboxMessage letter);
}
