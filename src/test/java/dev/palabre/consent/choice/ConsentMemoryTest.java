package dev.palabre.consent.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.Purpose;
import dev.palabre.consent.policy.Service;
import dev.palabre.consent.policy.Tracker;
import dev.palabre.testing.ConsentServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class ConsentMemoryTest {
    private static final String ORIGIN = "https://www.example.org";
    private static ConsentServer node;

    @BeforeAll
    static void start() {
        node = ConsentServer.at("https://comments.example.org");
        site("journal", ORIGIN);
        site("ailleurs", "https://www.example.net");
        node.publish(
                "journal",
                new PolicyDefinition(
                        null,
                        false,
                        List.of(
                                new Purpose(
                                        "audience",
                                        null,
                                        null,
                                        List.of(hidden("visit"), hidden("tr_*"), Tracker.cookie("open")),
                                        List.of(new Service(
                                                "matomo",
                                                "Matomo",
                                                null,
                                                null,
                                                null,
                                                null,
                                                0,
                                                List.of(hidden("mtm"))))),
                                new Purpose("media", null, null, List.of(hidden("player")), null)),
                        null));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void L28_choice_isRememberedSixMonthsByTheServerForYesAndNoAlike() {
        for (var granted : new boolean[] {true, false}) {
            var cookie = cookies(choose("journal", ORIGIN, granted, "")).get(0);
            assertThat(cookie)
                    .startsWith("palabre_consent=yes=" + (granted ? "audience.media" : "") + "&no=")
                    .endsWith("; Max-Age=15724800; Path=/; Domain=example.org; SameSite=Lax; Secure")
                    .doesNotContain("HttpOnly");
        }
    }

    @Test
    void L28_memory_isNotProlongedByVisits() {
        var cookie = cookies(choose("journal", ORIGIN, true, "")).get(0).split(";", 2)[0];
        for (var path :
                List.of("/api/sites/journal/consent", "/sites/journal/consent", "/sites/journal/consent/anchors")) {
            assertThat(cookies(node.get(path, "Origin", ORIGIN, "Cookie", cookie)))
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void choice_isLeftToTheWidgetOnAnotherDomain() {
        assertThat(cookies(choose("ailleurs", "https://www.example.net", false, "visit=1")))
                .isEmpty();
    }

    @Test
    void L36_form_remembersForTheWholeDomain() {
        var form = "action=necessary&version=" + node.version("journal");
        var answer = node.chooseByForm("journal", form, "Origin", "https://comments.example.org");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(cookies(answer).get(0)).contains("; Path=/; Domain=example.org;");
        var elsewhere = "action=necessary&version=" + node.version("ailleurs");
        assertThat(cookies(node.chooseByForm("ailleurs", elsewhere)).get(0))
                .contains("; Path=/sites/ailleurs/consent;")
                .doesNotContain("Domain");
    }

    @Test
    void L34_withdrawal_removesWhatNoScriptCanReach() {
        var removed = cookies(choose("journal", ORIGIN, false, "tr_1=x; tr_2=y; other=z; palabre_consent=no=audience"));
        assertThat(removed).hasSize(1 + 5 * 3);
        assertThat(removed)
                .contains(
                        "visit=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure",
                        "visit=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Domain=comments.example.org; Secure",
                        "mtm=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Domain=example.org; Secure",
                        "tr_2=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Domain=example.org; Secure")
                .noneMatch(
                        header -> header.startsWith("open") || header.startsWith("other") || header.startsWith("tr_*"));
    }

    @Test
    void L34_grant_removesNothingOfWhatItGrants() {
        var body = choice("journal", true).put("services", Map.of("matomo", false));
        var answer = node.choose("journal", body, "Origin", ORIGIN, "Cookie", "tr_1=x");
        assertThat(cookies(answer))
                .hasSize(1 + 3)
                .filteredOn(header -> header.startsWith("mtm="))
                .hasSize(3);
    }

    @Test
    void L07_signal_isSaidOnThePageAndNothingIsRecorded() {
        var before = node.sql("SELECT count(*)::int FROM consent_events")
                .iterator()
                .next()
                .getInteger(0);
        var page = node.get("/sites/journal/consent?lang=fr", "Sec-GPC", "1");
        assertThat(page.body()).contains("signal GPC").doesNotContain("Vous n’avez pas encore choisi");
        assertThat(cookies(page)).isEmpty();
        assertThat(node.get("/sites/journal/consent?lang=fr", "Sec-GPC", "true").body())
                .doesNotContain("signal GPC");
        assertThat(node.sql("SELECT count(*)::int FROM consent_events")
                        .iterator()
                        .next()
                        .getInteger(0))
                .isEqualTo(before);
    }

    @Test
    void L07_signal_givesWayToAnExplicitChoice() {
        var cookie = cookies(choose("journal", ORIGIN, true, "")).get(0).split(";", 2)[0];
        var page = node.get("/sites/journal/consent?lang=fr", "Sec-GPC", "1", "Cookie", cookie);
        assertThat(page.body()).contains("Votre choix du").doesNotContain("signal GPC");
    }

    @Test
    void L07_support_isDeclared() {
        var answer = node.get("/.well-known/gpc.json");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(new JsonObject(answer.body()).getBoolean("gpc")).isTrue();
        assertThat(new JsonObject(answer.body()).getString("lastUpdate")).matches("\\d{4}-\\d{2}-\\d{2}");
    }

    @Test
    void memory_isToldToTheOwner() {
        var answer = node.get("/api/moderation/consent/memory", "Authorization", "reader", "Accept-Language", "en");
        assertThat(new JsonObject(answer.body()).getJsonArray("origins"))
                .extracting(each -> {
                    var origin = (JsonObject) each;
                    return origin.getString("memory") + " " + origin.getString("setBy") + " "
                            + origin.getInteger("safariDays") + " "
                            + origin.getString("explanation").contains("seven days");
                })
                .containsExactlyInAnyOrder("subdomain server 182 true", "elsewhere widget 7 true");
        assertThat(node.get("/api/moderation/consent/memory").statusCode()).isEqualTo(401);
    }

    private static void site(String key, String origin) {
        ConsentServer.await(node.sites.add(key, key, List.of(origin), Map.of("purposes", "audience,media")));
    }

    private static Tracker hidden(String name) {
        return new Tracker(name, Tracker.Storage.COOKIE, null, 30, true);
    }

    private static JsonObject choice(String site, boolean granted) {
        return new JsonObject()
                .put("version", node.version(site))
                .put("choices", Map.of("audience", granted, "media", granted));
    }

    private static HttpResponse<String> choose(String site, String origin, boolean granted, String cookies) {
        return node.choose(site, choice(site, granted), "Origin", origin, "Cookie", cookies);
    }

    private static List<String> cookies(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie");
    }
}
