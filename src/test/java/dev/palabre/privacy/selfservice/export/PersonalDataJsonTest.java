package dev.palabre.privacy.selfservice.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.Revision;
import dev.palabre.comment.model.StatusChange;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.datarequest.RequestType;
import dev.palabre.privacy.selfservice.SampleComment;
import dev.palabre.privacy.selfservice.export.PersonalData.CommentData;
import dev.palabre.privacy.selfservice.export.PersonalData.Subject;
import dev.palabre.site.SampleSite;
import dev.palabre.site.Site;
import dev.palabre.subscription.Frequency;
import dev.palabre.subscription.Subscription;
import dev.palabre.template.Messages;
import dev.palabre.text.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the personal data file says. */
final class PersonalDataJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Site SITE = SampleSite.of("Le Soleil", Map.of());

    @Test
    void json_namesEveryFieldOfACommentAtTheTop() {
        var json = Json.object(Json.text(PersonalDataJson.of(data(), NOW)));
        assertThat(json)
                .containsOnlyKeys(
                        "site", "address", "email", "madeAt", "comments", "follows", "requests", "mails", "consents")
                .containsEntry("madeAt", NOW.toString());
        assertThat(first(json, "comments"))
                .containsOnlyKeys(
                        "id",
                        "page",
                        "pageTitle",
                        "status",
                        "createdAt",
                        "publishedAt",
                        "editedAt",
                        "lang",
                        "publicName",
                        "lastName",
                        "firstName",
                        "text",
                        "muted",
                        "notice",
                        "history",
                        "formerTexts")
                .containsEntry("text", "Bonjour <b>")
                .containsEntry("page", "https://lsi.example/a");
    }

    @Test
    void json_hasSubscriptionsAndRequestsUnderTheirOldNames() {
        var json = Json.object(Json.text(PersonalDataJson.of(data(), NOW)));
        assertThat(first(json, "follows"))
                .containsOnlyKeys("page", "pageTitle", "lang", "asked", "askedAt", "confirmedAt", "rhythm");
        assertThat(first(json, "requests"))
                .containsOnlyKeys("id", "kind", "text", "askedAt", "dueAt", "answer", "answeredAt")
                .containsEntry("kind", "restrict");
    }

    @ParameterizedTest
    @CsvSource({
        ", 2026-12-20T23:59:59Z, réponse au plus tard le",
        ", 2026-11-27T23:59:59Z, la réponse était due le",
        "2026-11-25T10:00:00Z, 2026-11-24T23:59:59Z, répondu le"
    })
    void request_isOpenOverdueOrAnswered(@Nullable Instant answered, Instant due, String expected) {
        assertThat(OwnRequestView.of(new Messages(), SITE, "fr", request(due, answered), NOW)
                        .state())
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        ", , pas encore confirmé",
        "EACH, 2026-11-25T10:00:00Z, À chaque nouveau commentaire",
        "DAILY, 2026-11-25T10:00:00Z, Une fois par jour"
    })
    void subscription_saysHowOftenAndSinceWhen(
            @Nullable Frequency frequency, @Nullable Instant confirmed, String expected) {
        assertThat(OwnSubscriptionView.of(new Messages(), SITE, "fr", subscription(frequency, confirmed))
                        .since())
                .contains(expected);
    }

    private static PersonalData data() {
        var comment = new CommentData(
                SampleComment.of(CommentStatus.PENDING),
                null,
                List.of(new StatusChange(CommentStatus.REJECTED, "Non", NOW)),
                List.of(new Revision("Avant", NOW)));
        return new PersonalData(
                new Subject(SITE, SampleComment.ADDRESS, "awa@example.org", "fr"),
                List.of(comment),
                List.of(subscription(null, null)),
                List.of(request(NOW, null)),
                List.<Outbox.Trace>of(),
                List.of());
    }

    private static Subscription subscription(@Nullable Frequency frequency, @Nullable Instant confirmed) {
        return new Subscription(
                1,
                new UUID(0, 4),
                new UUID(0, 7),
                SampleComment.ADDRESS,
                "fr",
                "Me prévenir",
                SampleComment.CREATED,
                confirmed,
                frequency,
                "https://lsi.example/a",
                "La plage");
    }

    private static DataRequest request(Instant due, @Nullable Instant answered) {
        return new DataRequest(
                1,
                new UUID(0, 5),
                SampleComment.ADDRESS,
                "awa@example.org",
                RequestType.RESTRICT,
                "Gardez",
                "fr",
                SampleComment.CREATED,
                due,
                answered == null ? null : "Fait",
                answered,
                null);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> first(Map<String, Object> json, String list) {
        return (Map<String, Object>) ((List<Object>) json.get(list)).get(0);
    }
}
