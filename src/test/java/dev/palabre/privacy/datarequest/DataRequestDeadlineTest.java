package dev.palabre.privacy.datarequest;

import static dev.palabre.privacy.datarequest.DataRequestFixture.MINE;
import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.privacy.retention.RetentionRun;
import dev.palabre.privacy.retention.RunTrigger;
import dev.palabre.server.Infrastructure;
import dev.palabre.template.Dates;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests with time: a reminder, being overdue, and an end; and with whoever leaves. */
final class DataRequestDeadlineTest {
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    private MailServer letterbox;
    private TestServer server;
    private DataRequestFixture fixture;
    private String moderator;

    @BeforeEach
    void start() {
        letterbox = new MailServer();
        server = TestServer.start(letterbox.options(Map.of())).site("lsi", SITE, Map.of("timezone", "UTC"));
        fixture = new DataRequestFixture(server, letterbox);
        moderator = server.token("moderator@example.org", Role.MODERATOR, "lsi");
    }

    @AfterEach
    void stop() {
        server.close();
        letterbox.close();
    }

    @Test
    void reminder_goesOutOnceInTheMorningAWeekBefore() {
        var person = fixture.asking("Bientôt");
        var due = due(person);
        var week = due.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(7));
        assertThat(fixture.remind(week.minus(Duration.ofHours(1)))).isZero();
        assertThat(fixture.remind(week.plus(Duration.ofHours(6)))).isZero();
        assertThat(fixture.remind(week.plus(Duration.ofHours(7)))).isEqualTo(1);
        assertThat(fixture.remind(week.plus(Duration.ofHours(31)))).isZero();
        assertThat(reminders()).isEqualTo(1);
        assertThat(CommentDriver.within(20_000, () -> letterbox.mails("moderator@example.org").stream()
                        .map(MailServer::plain)
                        .anyMatch(text -> text.contains("attend toujours")
                                && text.contains(new Dates("fr", ZoneOffset.UTC).day(due)))))
                .isTrue();
        assertThat(letterbox.mails("moderator@example.org"))
                .noneMatch(mail -> MailServer.plain(mail).contains(person.email()));
    }

    @Test
    void reminder_saysNothingOfWhatWasAnswered() {
        var person = fixture.asking("Vite");
        fixture.answer(moderator, fixture.id(person), "Déjà fait");
        assertThat(fixture.remind(due(person).minus(Duration.ofDays(1)))).isZero();
        assertThat(reminders()).isZero();
    }

    @Test
    void desk_putsTheSoonestFirstAndMarksWhatIsOverdueInWords() {
        var late = fixture.asking("Trop tard");
        var soon = fixture.asking("Bientôt");
        var calm = fixture.asking("Un jour");
        move(late, "now() - interval '1 day'");
        move(soon, "now() + interval '3 days'");
        var desk = fixture.desk(moderator);
        assertThat(desk.select("article.asked .text").eachText()).containsExactly("Trop tard", "Bientôt", "Un jour");
        assertThat(desk.selectFirst("#request-" + fixture.id(late)).text()).contains("en retard : due le");
        assertThat(desk.selectFirst("#request-" + fixture.id(calm)).text()).doesNotContain("en retard");
        assertThat(fixture.list(late).text()).contains("la réponse était due le");
        var api = server.get("/api/moderation/requests", "Authorization", "Bearer " + moderator);
        assertThat(json(api).getJsonArray("requests").getJsonObject(0).getBoolean("overdue"))
                .isTrue();
    }

    @Test
    void eraseAll_takesRequestsThatWaitAndThoseThatDoNot() {
        var person = fixture.asking("Effacez tout");
        fixture.answer(moderator, fixture.id(person), "Bien reçu");
        fixture.ask(person, "contest", "Et ceci attend");
        assertThat(fixture.desk(moderator)
                        .select("nav a[href=/moderation/requests] .count")
                        .text())
                .isEqualTo("1");
        assertThat(server.form(MINE + "/erase", "", "Cookie", person.cookie()).statusCode())
                .isEqualTo(200);
        assertThat(fixture.addresses(person)).isZero();
        assertThat(fixture.desk().count("SELECT count(*)::int FROM requests")).isZero();
        assertThat(CommentDriver.within(20_000, () -> fixture.desk(moderator)
                        .select("nav a[href=/moderation/requests] .count")
                        .isEmpty()))
                .isTrue();
    }

    @Test
    void address_staysWhileItsOwnerWaitsAndUntilTheyHaveReadTheAnswer() {
        var person = fixture.asking("J’attends");
        erase(person);
        assertThat(fixture.addresses(person)).isEqualTo(1);
        fixture.desk().sql("UPDATE addresses SET created_at = now() - interval '3 days'");
        Infrastructure.await(server.application().cleanup().run());
        assertThat(fixture.addresses(person)).isEqualTo(1);
        fixture.answer(moderator, fixture.id(person), "Voilà");
        assertThat(letterbox.text(person.email(), 2)).contains("Voilà");
        fixture.desk().sql("UPDATE requests SET answered_at = now() - interval '8 days'");
        Infrastructure.await(server.application().cleanup().run());
        assertThat(fixture.addresses(person)).isZero();
    }

    @Test
    void retention_removesWhatWasAnsweredAYearAgoAndNothingThatWaits() {
        var person = fixture.asking("Il y a un an");
        var waiting = fixture.asking("J’attends encore");
        fixture.answer(moderator, fixture.id(person), "Voilà");
        fixture.desk()
                .sql("UPDATE requests SET asked_at = now() - interval '3 years', answered_at = "
                        + "CASE WHEN answered_at IS NOT NULL THEN now() - interval '364 days' END");
        assertThat(run()).doesNotContain("requests");
        fixture.desk()
                .sql("UPDATE requests SET answered_at = now() - interval '366 days' WHERE answered_at IS NOT NULL");
        assertThat(run()).contains("requests");
        assertThat(fixture.requests(person)).isZero();
        assertThat(fixture.requests(waiting)).isEqualTo(1);
        assertThat(fixture.addresses(person)).isEqualTo(1);
    }

    @Test
    void download_holdsWhatWasAskedAndAnswered() {
        var person = fixture.asking("Dans mon fichier");
        fixture.answer(moderator, fixture.id(person), "La réponse aussi");
        var file = json(server.get(MINE + "/all.json", "Cookie", person.cookie()));
        var request = file.getJsonArray("requests").getJsonObject(0);
        assertThat(request.getString("text")).isEqualTo("Dans mon fichier");
        assertThat(request.getString("answer")).isEqualTo("La réponse aussi");
        assertThat(Instant.parse(request.getString("dueAt"))).isEqualTo(due(person));
        assertThat(server.get(MINE + "/all.html", "Cookie", person.cookie()).body())
                .contains("Dans mon fichier", "La réponse aussi");
    }

    /** What a run of retention removed something of. */
    private List<String> run() {
        var ground = server.ground();
        var retention = server.application().retention().retention();
        var site = Infrastructure.await(ground.sites().require("lsi"));
        Infrastructure.await(retention.run(site, RunTrigger.COMMAND, AT_MOST));
        return Infrastructure.await(retention.log(site, 50)).stream()
                .map(RetentionRun::rule)
                .toList();
    }

    private void erase(DataRequestFixture.Person person) {
        var path = MINE + "/comments/" + person.comment().getString("id") + "/erase";
        assertThat(server.form(path, "", "Cookie", person.cookie()).statusCode())
                .isEqualTo(303);
    }

    private Instant due(DataRequestFixture.Person person) {
        return Instant.parse(fixture.desk()
                .text("SELECT to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM requests"
                        + " WHERE id = '" + fixture.id(person) + "'"));
    }

    private void move(DataRequestFixture.Person person, String due) {
        fixture.desk().sql("UPDATE requests SET due_at = " + due + " WHERE id = '" + fixture.id(person) + "'");
    }

    private int reminders() {
        return fixture.desk()
                .count("SELECT count(*)::int FROM outbox WHERE kind = 'request-due' AND moderator_id IS NULL");
    }
}
