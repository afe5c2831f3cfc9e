package dev.palabre.consent.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.Purpose;
import dev.palabre.consent.policy.Service;
import dev.palabre.consent.policy.Tracker;
import dev.palabre.testing.ConsentServer;
import dev.palabre.testing.Postgres;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class UndeclaredTrackersTest {
    private static final String NODES = "application/vnd.palabre.nodes+json";
    private static final String LEAKS = "/api/moderation/consent/leaks";
    private ConsentServer node;

    @BeforeEach
    void start() {
        node = new ConsentServer();
        ConsentServer.await(node.sites.add("journal", "Journal", List.of("https://www.example.org"), Map.of()));
        node.publish(
                "journal",
                new PolicyDefinition(
                        null,
                        false,
                        List.of(new Purpose(
                                "audience",
                                null,
                                null,
                                List.of(
                                        Tracker.cookie("_ga*"),
                                        new Tracker("seen", Tracker.Storage.LOCAL, null, 1, false)),
                                List.of(new Service(
                                        "tube",
                                        "Tube",
                                        null,
                                        null,
                                        null,
                                        "https://policies.tube.example.com/privacy",
                                        0,
                                        List.of(new Tracker(
                                                "vid", Tracker.Storage.COOKIE, ".cdn-tube.net", 1, false)))))),
                        null));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void report_keepsWhatIsUndeclaredByNameOnly() {
        var answer = report(new JsonObject()
                .put("version", node.version("journal"))
                .put("phase", "before")
                .put("cookies", List.of("_ga", "_ga_X1", "vid", "palabre_consent", "_fbp"))
                .put("keys", List.of("local:seen", "session:seen", "local:palabre:draft:x:/y", "idb:heat"))
                .put(
                        "hosts",
                        List.of(
                                "static.example.org",
                                "127.0.0.1",
                                "tube.example.com",
                                "i.cdn-tube.net",
                                "Evil.example")));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(leaks())
                .containsExactlyInAnyOrder(
                        "cookie _fbp before", "session seen before", "idb heat before", "host evil.example before");
        assertThat(node.sql("SELECT row_to_json(l)::text AS row FROM consent_leaks l")
                        .iterator()
                        .next()
                        .getString("row"))
                .doesNotContain("127.0.0.1", "Java");
    }

    @Test
    void report_leavesOutWhatIsNoName() {
        report(new JsonObject()
                .put("phase", "after")
                .put("cookies", List.of("a b", "a=b", "é", "", "x".repeat(101), "<script>"))
                .put("keys", List.of("x", "local:", "other:x", "local:a b", "local:" + "x".repeat(101)))
                .put(
                        "hosts",
                        List.of("nodots", "https://x.example", "a..b", "-a.example", "x.example:80", "x".repeat(300)))
                .put("address", "192.0.2.1"));
        assertThat(leaks()).isEmpty();
    }

    @Test
    void report_countsHowOftenAndWhen() {
        report(cookie("after", "_fbp"));
        node.now.updateAndGet(now -> now.plus(Duration.ofHours(1)));
        report(cookie("after", "_fbp"));
        report(cookie("before", "_fbp"));
        var leak = (JsonObject) all().stream()
                .filter(each -> ((JsonObject) each).getString("phase").equals("after"))
                .findFirst()
                .orElseThrow();
        assertThat(leak.getInteger("seen")).isEqualTo(2);
        assertThat(leak.getString("firstSeen")).startsWith("2026-11-22T12:00:00");
        assertThat(leak.getString("lastSeen")).startsWith("2026-11-22T13:00:00");
    }

    @Test
    void report_isBoundedForASite() {
        for (int i = 0; i < 11; i++) {
            var from = i * 100;
            report(new JsonObject()
                    .put("phase", "after")
                    .put(
                            "cookies",
                            IntStream.range(from, from + 120)
                                    .mapToObj(n -> "c" + n)
                                    .toList()));
        }
        assertThat(all().size()).isEqualTo(UndeclaredTrackerStore.MOST);
        report(cookie("after", "c1"));
        report(cookie("after", "one-more"));
        assertThat(all().size()).isEqualTo(UndeclaredTrackerStore.MOST);
        assertThat(((JsonObject) all().stream()
                                .filter(each ->
                                        ((JsonObject) each).getString("name").equals("c1"))
                                .findFirst()
                                .orElseThrow())
                        .getInteger("seen"))
                .isEqualTo(2);
    }

    @Test
    void report_ofAKnownTrackerFindsItsPlaceInAFullList() {
        fill();
        report(new JsonObject()
                .put("phase", "after")
                .put("cookies", List.of("_fbp", "_hjid"))
                .put("hosts", List.of("www.google-analytics.com")));
        assertThat(leaks()).contains("cookie _fbp after", "cookie _hjid after", "host www.google-analytics.com after");
        assertThat(all().size()).isEqualTo(UndeclaredTrackerStore.MOST);
        fill();
        assertThat(leaks()).contains("cookie _fbp after", "cookie _hjid after", "host www.google-analytics.com after");
    }

    @Test
    void report_toAFullListReplacesFewNamesAndNoneThatSeveralReportersNamed() {
        fill();
        node.sql("UPDATE consent_leaks SET reporters = 2 WHERE name IN ('f0', 'f999')");
        for (int i = 0; i < 40; i++) {
            report(cookie("after", "new" + i));
        }
        assertThat(leaks()).contains("cookie f0 after", "cookie f999 after", "cookie f1 after");
        assertThat(all().size()).isEqualTo(UndeclaredTrackerStore.MOST);
    }

    @Test
    void report_countsAReporterOnceADay() {
        report(cookie("after", "_fbp"));
        report(cookie("after", "_fbp"));
        var leak = (JsonObject) all().getValue(0);
        assertThat(leak.getInteger("seen")).isEqualTo(2);
        assertThat(leak.getInteger("reporters")).isEqualTo(1);
    }

    private void fill() {
        for (int i = 0; i < 10; i++) {
            var from = i * 100;
            var names = IntStream.range(from, from + 100).mapToObj(n -> "f" + n).toList();
            report(new JsonObject().put("phase", "after").put("cookies", names));
        }
    }

    @Test
    void leak_isGoneWhenItIsDeclaredOrNoLongerSeen() {
        report(cookie("after", "gone"));
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(20)));
        report(cookie("after", "_fbp"));
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(11)));
        ConsentServer.await(node.room.rounds().keepHouse());
        assertThat(leaks()).containsExactly("cookie _fbp after");
        node.sql("INSERT INTO policy_publications (site_id, number, source) SELECT site_id, 2,"
                + " jsonb_set(source, '{purposes,0,traces,0,name}', '\"_fb*\"') FROM policy_publications");
        ConsentServer.await(node.sites.set("journal", Map.of("name", "Autre")));
        assertThat(leaks()).isEmpty();
    }

    @Test
    void share_isToldToTheWidgetWithEachDocument() {
        assertThat(banner("").getDouble("leaks")).isEqualTo(0.01);
        assertThat(banner("&known=" + node.version("journal")).getDouble("leaks"))
                .isEqualTo(0.01);
        ConsentServer.await(node.sites.set("journal", Map.of("leaks", "0")));
        assertThat(banner("").containsKey("leaks")).isFalse();
        assertThat(banner("&known=" + node.version("journal")).containsKey("leaks"))
                .isFalse();
        assertThat(report(cookie("after", "_fbp")).statusCode()).isEqualTo(204);
        assertThat(leaks()).isEmpty();
    }

    @Test
    void report_isRefusedWhereItIsNone() {
        assertThat(report(cookie("during", "x")).statusCode()).isEqualTo(422);
        assertThat(report(new JsonObject()).statusCode()).isEqualTo(422);
        assertThat(report(cookie("after", "x").put("cookies", "x")).statusCode())
                .isEqualTo(400);
        assertThat(node.post("/api/sites/journal/consent/leaks", cookie("after", "x"), "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(node.get(LEAKS).statusCode()).isEqualTo(401);
    }

    @Test
    void report_isLimitedByAddress() {
        try (var slow = new ConsentServer(Postgres.fresh(), "1/h")) {
            slow.site("lent", "audience");
            assertThat(slow.post("/api/sites/lent/consent/leaks", cookie("after", "x"))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(slow.post("/api/sites/lent/consent/leaks", cookie("after", "x"))
                            .statusCode())
                    .isEqualTo(429);
        }
    }

    private static JsonObject cookie(String phase, String name) {
        return new JsonObject().put("phase", phase).put("cookies", List.of(name));
    }

    private HttpResponse<String> report(JsonObject report) {
        return node.post("/api/sites/journal/consent/leaks", report, "Origin", "https://www.example.org");
    }

    private JsonObject banner(String query) {
        return new JsonObject(node.get("/api/sites/journal/consent?lang=fr" + query, "Accept", NODES)
                .body());
    }

    private JsonArray all() {
        return new JsonObject(node.get(LEAKS + "?site=journal", "Authorization", "reader")
                        .body())
                .getJsonArray("leaks");
    }

    private List<String> leaks() {
        return all().stream()
                .map(JsonObject.class::cast)
                .map(leak -> leak.getString("kind") + " " + leak.getString("name") + " " + leak.getString("phase"))
                .toList();
    }
}
