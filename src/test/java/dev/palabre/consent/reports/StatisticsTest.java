package dev.palabre.consent.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.ConsentServer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class StatisticsTest {
    private static final String NODES = "application/vnd.palabre.nodes+json";
    private static final String STATISTICS = "/api/moderation/consent/statistics";
    private ConsentServer node;

    @BeforeEach
    void start() {
        node = new ConsentServer();
        node.site("journal", "audience,media");
        node.site("calme", "");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void L43_statistics_countWhatVisitorsDidAndNotWhoTheyAre() {
        for (int i = 0; i < 6; i++) {
            show("");
        }
        show("&known=" + node.version("journal"));
        show("&layer=detail");
        node.get("/api/sites/calme/consent", "Accept", NODES);
        var accepted = choose(true, true, "");
        choose(false, false, "");
        choose(true, false, "");
        choose(false, false, accepted);
        count();
        var day = days("").getJsonObject(0);
        assertThat(day.getMap())
                .containsEntry("site", "journal")
                .containsEntry("day", "2026-11-22")
                .containsEntry("version", node.version("journal"))
                .containsEntry("shown", 6)
                .containsEntry("accepted", 1)
                .containsEntry("refused", 1)
                .containsEntry("partial", 1)
                .containsEntry("withdrawn", 1)
                .containsEntry("noAction", 3);
        assertThat(days("").size()).isEqualTo(1);
    }

    @Test
    void statistics_addUpOverMinutesDaysAndNodes() {
        show("");
        count();
        count();
        show("");
        choose(false, false, "");
        count();
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        choose(false, false, "");
        count();
        assertThat(days("?from=2026-11-22"))
                .extracting(day -> ((JsonObject) day).getInteger("shown"))
                .containsExactly(2, 0);
        assertThat(days("?to=2026-11-22&from=2026-11-01")).hasSize(1);
        assertThat(days("?site=calme")).isEmpty();
    }

    @Test
    void statistics_thatCouldNotBeWrittenAreWrittenLater() {
        show("");
        node.sql("ALTER TABLE consent_statistics RENAME TO away");
        ConsentServer.await(node.room.stop().otherwiseEmpty());
        node.sql("ALTER TABLE away RENAME TO consent_statistics");
        show("");
        count();
        assertThat(days("").getJsonObject(0).getInteger("shown")).isEqualTo(2);
    }

    @Test
    void choice_thatIsRepeatedCountsOnce() {
        var body = new JsonObject()
                .put("version", node.version("journal"))
                .put("choices", Map.of("audience", true, "media", true));
        node.choose("journal", body, "Idempotency-Key", "once");
        node.choose("journal", body, "Idempotency-Key", "once");
        count();
        assertThat(days("").getJsonObject(0).getInteger("accepted")).isEqualTo(1);
    }

    @Test
    void statistics_areForWhoeverSignsIn() {
        assertThat(node.get(STATISTICS).statusCode()).isEqualTo(401);
        assertThat(node.get(STATISTICS + "?from=soon", "Authorization", "reader")
                        .statusCode())
                .isEqualTo(400);
    }

    private void show(String query) {
        assertThat(node.get("/api/sites/journal/consent?lang=fr" + query, "Accept", NODES)
                        .statusCode())
                .isEqualTo(200);
    }

    private String choose(boolean audience, boolean media, String previous) {
        var body = new JsonObject()
                .put("version", node.version("journal"))
                .put("choices", Map.of("audience", audience, "media", media))
                .put("previous", previous);
        return new JsonObject(node.choose("journal", body).body()).getString("id");
    }

    private void count() {
        ConsentServer.await(node.room.rounds().count());
    }

    private io.vertx.core.json.JsonArray days(String query) {
        var answer = node.get(STATISTICS + query, "Authorization", "reader");
        return new JsonObject(answer.body()).getJsonArray("days");
    }
}
