package dev.palabre.mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.mail.template.Mail;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MailComposersTest {
    private static final MailComposer MAIL =
            message -> Future.succeededFuture(Optional.of(new Mail("subject", "text", "html")));

    private final MailComposers composers = new MailComposers();

    @Test
    void register_refusesASecondComposerOfAKind() {
        composers.register("published", MAIL);
        assertThatThrownBy(() -> composers.registerAll(Map.of("published", MAIL)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isRequested_isTrueOfKindsThatReadersRequest() {
        composers.registerAll(Map.of("published", MAIL, "receipt", MailComposer.requested(MAIL)));
        assertThat(composers.isRequested("receipt")).isTrue();
        assertThat(composers.isRequested("published")).isFalse();
        assertThat(composers.isRequested("unknown")).isFalse();
    }

    @Test
    void compose_failsForAKindOfANewerNode() {
        assertThat(composers.compose(message("newer")).failed()).isTrue();
    }

    @Test
    void compose_turnsAnExceptionIntoAFailure() {
        composers.register("broken", message -> {
            throw new IllegalStateException("broken");
        });
        assertThat(composers.compose(message("broken")).cause()).hasMessage("broken");
    }

    private static OutboxMessage message(String kind) {
        return new OutboxMessage(
                1,
                new UUID(0, 1),
                "<1@example.org>",
                kind,
                new UUID(0, 2),
                new UUID(0, 3),
                null,
                "fr",
                1,
                Instant.EPOCH);
    }
}
