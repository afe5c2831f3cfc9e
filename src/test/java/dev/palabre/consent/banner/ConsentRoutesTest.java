package dev.palabre.consent.banner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.ConsentServer;
import dev.palabre.testing.Postgres;
import dev.palabre.text.CanonicalJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class ConsentRoutesTest {
    private static final String NODES = "application/vnd.palabre.nodes+json";
    private static ConsentServer node;

    @BeforeAll
    static void start() {
        node = new ConsentServer();
        node.site("journal", "audience,media");
        node.site("calme", "");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void policy_isNothingForASiteWithoutPurposes() {
        var answer = node.get("/api/sites/calme/consent");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void policy_namesItsPurposesAndCanBeVerified() {
        var answer = node.get("/api/sites/journal/consent?lang=en");
        var policy = new JsonObject(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(policy.getInteger("validDays")).isEqualTo(182);
        assertThat(policy.getJsonArray("purposes").getJsonObject(0).getString("title"))
                .isEqualTo("Audience measurement");
        assertThat(CanonicalJson.hex(policy.getJsonObject("policy").getMap())).isEqualTo(policy.getString("version"));
    }

    @Test
    void policy_isStoredAsItIsServed() {
        var version = node.version("journal");
        var rows = node.sql("SELECT document FROM policies WHERE version = $1", version);
        assertThat(CanonicalJson.hex(
                        rows.iterator().next().getJsonObject("document").getMap()))
                .isEqualTo(version);
    }

    @Test
    void banner_isATreeWithTheButtonsThatRobotsKnow() {
        var answer = node.get("/api/sites/journal/consent?lang=fr", "Accept", NODES);
        var banner = new JsonObject(answer.body());
        assertThat(answer.headers().firstValue("Content-Type")).contains(NODES);
        assertThat(banner.getJsonArray("purposes")).isEqualTo(JsonArray.of("audience", "media"));
        assertThat(banner.getJsonArray("nodes").encode())
                .startsWith("[[\"div\",{\"id\":\"cc-main\"")
                .contains("{\"class\":\"cm-wrapper\"}")
                .contains(
                        "[\"button\",{\"type\":\"button\",\"class\":\"cm__btn\",\"data-role\":\"all\"},\"Tout accepter\"]")
                .contains("\"class\":\"cm__btn\",\"data-role\":\"necessary\"},\"Tout refuser\"]")
                .contains("\"class\":\"cm__btn\",\"data-role\":\"show\"},\"Personnaliser\"]")
                .doesNotContain("checked", "??");
        assertThat(banner.getJsonObject("texts").fieldNames())
                .contains("saved", "later", "decided", "receipt", "manage", "changed", "number", "offline", "embed");
    }

    @Test
    void detail_isATreeOfItsOwn() {
        var answer = node.get("/api/sites/journal/consent?lang=fr&layer=detail", "Accept", NODES);
        assertThat(new JsonObject(answer.body()).getJsonArray("nodes").encode())
                .startsWith("[[\"dialog\",{\"class\":\"pm\"")
                .contains("\"class\":\"section__toggle\"", "\"class\":\"pm__btn\",\"data-role\":\"save\"")
                .doesNotContain("checked", "??");
    }

    @Test
    void known_tellsWhatHasChangedSince() {
        node.site("revision", "audience,media");
        var version = node.version("revision");
        var same = node.get("/api/sites/revision/consent?lang=fr&known=" + version, "Accept", NODES);
        assertThat(same.headers().firstValue("Cache-Control")).contains("public, max-age=86400");
        assertThat(new JsonObject(same.body()))
                .isEqualTo(new JsonObject()
                        .put("version", version)
                        .put("changed", new JsonArray())
                        .put("leaks", 0.01));
        ConsentServer.await(node.sites.set("revision", Map.of("purposes", "audience,media,ads")));
        var more = new JsonObject(node.get("/api/sites/revision/consent?lang=fr&known=" + version, "Accept", NODES)
                .body());
        assertThat(more.getJsonArray("changed")).isEqualTo(JsonArray.of("ads"));
        assertThat(more.getJsonArray("nodes")).isNotEmpty();
        var unknown = new JsonObject(node.get("/api/sites/revision/consent?lang=fr&known=abc", "Accept", NODES)
                .body());
        assertThat(unknown.getJsonArray("changed")).isEqualTo(JsonArray.of("audience", "media", "ads"));
    }

    @Test
    void banner_speaksTheSitesLanguageWhereThePagesIsUnknown() {
        var answer = node.get("/api/sites/journal/consent?lang=wo", "Accept-Language", "en");
        assertThat(answer.body()).contains("\"title\":\"Mesure d’audience\"");
    }

    @Test
    void banner_isFinishedBytesThatRevalidate() {
        var first = node.get("/api/sites/journal/consent?lang=fr", "Accept", NODES, "Accept-Encoding", "identity");
        var tag = first.headers().firstValue("ETag").orElseThrow();
        var again = node.get("/api/sites/journal/consent?lang=fr", "Accept", NODES, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(first.headers().firstValue("Cache-Control")).contains("public, max-age=0, must-revalidate");
    }

    @Test
    void banner_isAnotherAtOnceWhenTheSiteChanges() {
        node.site("mouvant", "audience");
        var before = node.version("mouvant");
        ConsentServer.await(node.sites.set("mouvant", Map.of("purposes", "audience,ads")));
        assertThat(node.version("mouvant")).isNotEqualTo(before);
        assertThat(node.get("/api/sites/mouvant/consent").body()).contains("Publicité");
    }

    @Test
    void choice_isRecordedWithItsVersionForAsLongAsAnyOther() {
        for (var granted : new boolean[] {true, false}) {
            var answer = choose(Map.of("audience", granted, "media", granted));
            var chosen = new JsonObject(answer.body());
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(chosen.getString("id")).hasSize(27);
            assertThat(answer.headers().firstValue("Location")).contains(chosen.getString("receiptUrl"));
            assertThat(Instant.parse(chosen.getString("validUntil")))
                    .isEqualTo(Instant.parse("2026-11-22T12:00:00.123Z").plus(Duration.ofDays(182)));
        }
    }

    @Test
    void choice_refusesWhatIsNotNamed() {
        var chosen = new JsonObject(choose(Map.of("audience", true)).body());
        assertThat(chosen.getJsonObject("choices"))
                .isEqualTo(new JsonObject().put("audience", true).put("media", false));
        assertThat(receipt(chosen).getString("state")).isEqualTo("partial");
    }

    @Test
    void choice_namesEveryWrongFieldAtOnce() {
        var answer = node.choose(
                "journal",
                body(Map.of("audience", true, "telepathy", true))
                        .put("services", Map.of("youtube", true))
                        .put("source", "A dream!"));
        var problem = new JsonObject(answer.body());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(problem.getJsonArray("errors").stream().map(error -> ((JsonObject) error).getString("field")))
                .containsExactlyInAnyOrder("choices.telepathy", "services.youtube", "source");
        assertThat(node.choose("journal", new JsonObject().put("version", node.version("journal")))
                        .body())
                .contains("missing_choices");
    }

    @Test
    void choice_mustBeYesOrNo() {
        var answer = node.choose("journal", body(Map.of("audience", "yes")));
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void choice_onAnotherVersionGetsTheNewPolicy() {
        var stale = body(Map.of("audience", true)).put("version", "0".repeat(64));
        var answer = node.choose("journal", stale);
        var problem = new JsonObject(answer.body());
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(problem.getString("code")).isEqualTo("stale_policy");
        assertThat(problem.getJsonObject("policy").getString("version")).isEqualTo(node.version("journal"));
        assertThat(new JsonObject(node.choose("journal", stale, "Accept", NODES).body())
                        .getJsonObject("policy")
                        .getJsonArray("nodes"))
                .isNotEmpty();
        assertThat(node.choose(
                                "calme",
                                new JsonObject().put("choices", Map.of()).put("version", "0".repeat(64)))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void choice_mustSayWhichVersionItAnswers() {
        var answer = node.choose("journal", new JsonObject().put("choices", Map.of("audience", true)));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(new JsonObject(answer.body())
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("field"))
                .isEqualTo("version");
    }

    @Test
    void source_mayBeAnyShortWordAndIsShownAsItIs() {
        var chosen = new JsonObject(
                node.choose("journal", body(Map.of("audience", true)).put("source", "footer-link"))
                        .body());
        assertThat(receipt(chosen).getString("source")).isEqualTo("footer-link");
        assertThat(node.get("/consent/" + chosen.getString("id"), "Accept", "text/html")
                        .body())
                .contains("footer-link");
    }

    @Test
    void choices_ofOneVisitorHangTogether() {
        var first =
                new JsonObject(choose(Map.of("audience", true, "media", true)).body());
        var id = first.getString("id");
        var second = new JsonObject(
                node.choose("journal", body(Map.of("audience", false)).put("previous", id))
                        .body());
        assertThat(second.getString("id")).isEqualTo(id);
        var receipt = receipt(second);
        assertThat(receipt.getString("state")).isEqualTo("withdrawn");
        assertThat(receipt.getJsonArray("history").size()).isEqualTo(1);
        assertThat(receipt.getJsonArray("history")
                        .getJsonObject(0)
                        .getJsonObject("record")
                        .getString("state"))
                .isEqualTo("given");
    }

    @Test
    void choices_neverJoinAnotherSitesVisitorNorAnInventedOne() {
        node.site("voisin", "audience,media");
        var id = new JsonObject(choose(Map.of("audience", true)).body()).getString("id");
        for (var previous : Stream.of(id, "A".repeat(27), "nonsense", "").toList()) {
            var body = new JsonObject()
                    .put("version", node.version("voisin"))
                    .put("choices", Map.of("audience", false))
                    .put("previous", previous);
            var other = new JsonObject(node.choose("voisin", body).body());
            assertThat(other.getString("id")).hasSize(27).isNotEqualTo(previous);
        }
        assertThat(receipt(new JsonObject().put("id", id)).getJsonArray("history"))
                .isEmpty();
    }

    @Test
    void choice_isRecordedOnceForOneKey() {
        var body = body(Map.of("audience", true));
        var first = node.choose("journal", body, "Idempotency-Key", "key-1");
        var again = node.choose("journal", body, "Idempotency-Key", "key-1");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(receipt(new JsonObject(first.body())).getJsonArray("history"))
                .isEmpty();
        var other = node.choose("journal", body(Map.of("audience", false)), "Idempotency-Key", "key-1");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("idempotency_key_reused");
    }

    @Test
    void repeatedChange_isAnsweredWithTheSameId() {
        var id = new JsonObject(choose(Map.of("audience", true)).body()).getString("id");
        var change = body(Map.of("audience", false)).put("previous", id);
        var first = node.choose("journal", change, "Idempotency-Key", "key-2");
        var again = node.choose("journal", change, "Idempotency-Key", "key-2");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(new JsonObject(again.body()).getString("id")).isEqualTo(id);
    }

    @Test
    void record_holdsNoAddressNoBrowserNoPageAndOnlyTheHashOfTheId() {
        var chosen = new JsonObject(choose(Map.of("audience", true), "User-Agent", "Nosy/1.0", "Referer", "https://x/y")
                .body());
        var rows = node.sql("SELECT row_to_json(e)::text AS row FROM consent_events e ORDER BY id DESC LIMIT 1");
        assertThat(rows.iterator().next().getString("row"))
                .doesNotContain("Nosy", "127.0.0.1", "https://x", chosen.getString("id"));
    }

    @Test
    void receipt_provesTheChoiceToWhoeverHasTheId() {
        var chosen = new JsonObject(choose(Map.of("audience", true)).body());
        var answer = node.get("/consent/" + chosen.getString("id"));
        var receipt = new JsonObject(answer.body());
        assertThat(CanonicalJson.hex(receipt.getJsonObject("record").getMap())).isEqualTo(receipt.getString("digest"));
        assertThat(CanonicalJson.hex(receipt.getJsonObject("policy").getMap())).isEqualTo(receipt.getString("version"));
        assertThat(receipt.getString("site")).isEqualTo("journal");
        assertThat(receipt.getString("decidedAt")).isEqualTo("2026-11-22T12:00:00.123Z");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("X-Robots-Tag")).contains("noindex");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @Test
    void receipt_ofAnyOtherIdIsNotFound() {
        for (var id : Stream.of("AAAAAQ" + "A".repeat(21), "x", "A".repeat(27)).toList()) {
            assertThat(node.get("/consent/" + id).statusCode()).as(id).isEqualTo(404);
        }
    }

    @Test
    void receipt_isAPageForPeopleAndAFileOnRequest() {
        var id = new JsonObject(choose(Map.of("audience", true)).body()).getString("id");
        var page = node.get("/consent/" + id + "?lang=fr", "Accept", "text/html,*/*");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
        assertThat(page.body()).contains("Reçu de votre choix", "Accepté en partie", "Mesure d’audience", id);
        var file = node.get("/consent/" + id + "?format=json", "Accept", "text/html");
        assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment");
    }

    @Test
    void cookie_isLeftToTheWidgetOnAnotherHost() {
        assertThat(choose(Map.of("audience", true), "Origin", "https://journal.example")
                        .headers()
                        .firstValue("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void cookie_isTheServersWhereThePageSharesItsHost() {
        ConsentServer.await(node.sites.add(
                "meme", "Même", java.util.List.of("http://127.0.0.1:8080"), Map.of("purposes", "audience")));
        var body = new JsonObject().put("version", node.version("meme")).put("choices", Map.of("audience", true));
        var answer = node.choose("meme", body, "Origin", "http://127.0.0.1:8080");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("palabre_consent=yes=audience&no=&id=[\\w-]{27}&until=\\d+&version=[0-9a-f]{64}; "
                        + "Max-Age=15724800; Path=/; SameSite=Lax");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .contains("true");
    }

    @Test
    void cookie_leavesToBeAskedWhatWasNotAnswered() {
        ConsentServer.await(node.sites.add(
                "peu", "Peu", java.util.List.of("http://127.0.0.1:8081"), Map.of("purposes", "audience,media")));
        var body = new JsonObject()
                .put("version", node.version("peu"))
                .put("choices", Map.of("media", true))
                .put("source", "embed");
        var answer = node.choose("peu", body, "Origin", "http://127.0.0.1:8081");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("palabre_consent=yes=media&no=&id=[\\w-]{27}&until=\\d+&version=; .*");
        assertThat(new JsonObject(answer.body()).getJsonObject("choices"))
                .isEqualTo(new JsonObject().put("audience", false).put("media", true));
    }

    @Test
    void choice_ofAForeignPageIsRefused() {
        assertThat(choose(Map.of("audience", true), "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void choice_isLimitedByAddress() {
        try (var slow = new ConsentServer(Postgres.fresh(), "1/h")) {
            slow.site("lent", "audience");
            var body = new JsonObject().put("version", slow.version("lent")).put("choices", Map.of());
            assertThat(slow.choose("lent", body).statusCode()).isEqualTo(201);
            var refused = slow.choose("lent", body);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void choice_ofThousandsOfUnknownPurposesGetsASmallAnswer() {
        var many = new JsonObject();
        for (int i = 0; i < 1_500; i++) {
            many.put("unknown-purpose-" + i, true);
        }
        var answer = node.choose(
                "journal",
                new JsonObject().put("version", node.version("journal")).put("choices", many));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body().length()).isLessThan(10_000);
    }

    @Test
    void choice_startsAnotherConsentIdWhereOneHasTooManyRecords() {
        var id = new JsonObject(choose(Map.of("audience", true)).body()).getString("id");
        var again = body(Map.of("audience", false)).put("previous", id);
        assertThat(new JsonObject(node.choose("journal", again).body()).getString("id"))
                .isEqualTo(id);
        node.sql("""
                INSERT INTO consent_events (site_id, id, consent_hash, link, version, state, choices, source, lang,
                                            decided_at, valid_until, digest)
                SELECT site_id, gen_random_uuid(), consent_hash, link, version, state, choices, source, lang, decided_at,
                       valid_until, digest
                FROM (SELECT * FROM consent_events ORDER BY id DESC LIMIT 1) AS newest, generate_series(1, 200)
                """);
        assertThat(new JsonObject(node.choose("journal", again).body()).getString("id"))
                .isNotEqualTo(id);
    }

    @Test
    void choice_keepsAnIdempotencyKeyShort() {
        var key = "k".repeat(180);
        assertThat(choose(Map.of("audience", true), "Idempotency-Key", key).body())
                .isEqualTo(
                        choose(Map.of("audience", true), "Idempotency-Key", key).body());
        assertThat(node.sql("SELECT max(length(key))::int FROM idempotency_keys")
                        .iterator()
                        .next()
                        .getInteger(0))
                .isLessThanOrEqualTo(64);
    }

    private static JsonObject body(Map<String, ?> choices) {
        return new JsonObject().put("version", node.version("journal")).put("choices", choices);
    }

    private static HttpResponse<String> choose(Map<String, Boolean> choices, String... headers) {
        return node.choose("journal", body(choices), headers);
    }

    private static JsonObject receipt(JsonObject chosen) {
        return new JsonObject(node.get("/consent/" + chosen.getString("id")).body());
    }
}
