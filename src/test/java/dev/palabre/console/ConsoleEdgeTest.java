package dev.palabre.console;

import static dev.palabre.testing.ModerationServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.testing.ModerationServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets into the console, and what its pages carry. */
@Tag("server")
final class ConsoleEdgeTest {
    private static ModerationServer node;
    private static int counter;

    /** A moderator with a site of their own and a browser. */
    private record Desk(int site, String key, String email, String password, String cookie) {}

    @BeforeAll
    static void start() {
        node = new ModerationServer();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void everyPage_sendsToSignInFirst() {
        for (var path : List.of("/moderation", "/moderation?status=spam", "/moderation/mails")) {
            var answer = node.get(path);
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).contains("/moderation/sign-in");
        }
        assertThat(node.postForm("/moderation/decisions", "decision=publish").statusCode())
                .isEqualTo(303);
    }

    @Test
    void signIn_keepsTheAddressAfterAWrongPasswordAndThenOpensTheQueue() {
        var desk = desk(Role.OWNER);
        var page = Jsoup.parse(node.get("/moderation/sign-in").body());
        assertThat(page.select("form").attr("action")).isEqualTo("/moderation/sign-in");
        var refused = signIn(desk.email(), "wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        var again = Jsoup.parse(refused.body());
        assertThat(again.select("#email").val()).isEqualTo(desk.email());
        assertThat(again.select("[role=alert]").text()).startsWith("L’adresse ou le mot de passe");
        assertThat(again.select("#password").val()).isEmpty();
        var accepted = signIn(desk.email(), desk.password());
        assertThat(accepted.statusCode()).isEqualTo(303);
        assertThat(accepted.headers().firstValue("Location")).contains("/moderation");
        var cookie = accepted.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        assertThat(node.get("/moderation", "Cookie", cookie).statusCode()).isEqualTo(200);
    }

    @Test
    void signIn_fromAnotherPageIsRefused() {
        var desk = desk(Role.OWNER);
        var form = "email=" + encode(desk.email()) + "&password=" + desk.password();
        var answer = node.postForm("/moderation/sign-in", form, "Sec-Fetch-Site", "cross-site");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void signOut_endsTheSession() {
        var desk = desk(Role.OWNER);
        var form = queue(desk, "").selectFirst("form.out");
        var answer = submit(desk, form, null);
        assertThat(answer.headers().firstValue("Location")).contains("/moderation/sign-in?ended=1");
        assertThat(node.get("/moderation", "Cookie", desk.cookie()).statusCode())
                .isEqualTo(303);
    }

    @Test
    void pages_carryTheHeadersOfTheConsole() {
        var desk = desk(Role.OWNER);
        for (var path : List.of("/moderation", "/moderation/mails")) {
            var headers = node.get(path, "Cookie", desk.cookie()).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.allValues("Referrer-Policy")).containsExactly("same-origin");
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void pages_areFreeOfScriptsAndStylesOfTheirOwn() {
        var desk = desk(Role.OWNER);
        node.comment(desk.site(), "pending", "x");
        var page = queue(desk, "");
        assertThat(page.select("style, [style], script:not([src]), iframe, img"))
                .isEmpty();
        assertThat(page.getAllElements().stream()
                        .flatMap(element -> element.attributes().asList().stream())
                        .filter(attribute -> attribute.getKey().startsWith("on")))
                .isEmpty();
        assertThat(page.select("script[src], link[rel=stylesheet]").eachAttr("href").stream()
                        .filter(href -> !href.isEmpty()))
                .allMatch(href -> href.startsWith("/assets/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/console.css", "/assets/console.js"})
    void assets_haveAnETag(String path) {
        var first = node.get(path);
        assertThat(first.statusCode()).isEqualTo(200);
        var tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(node.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void foreignSites_doNotExist() {
        var desk = desk(Role.OWNER);
        var other = desk(Role.OWNER);
        var foreign = node.comment(other.site(), "pending", "secret of the others");
        assertThat(queue(desk, "?open=" + foreign).text()).doesNotContain("secret of the others");
        assertThat(queue(desk, "?q=secret").text()).doesNotContain("secret of the others");
        assertThat(node.get("/moderation?site=" + other.key(), "Cookie", desk.cookie())
                        .statusCode())
                .isEqualTo(404);
        var answer = node.postForm(
                "/moderation/decisions",
                "id=" + foreign + "&decision=publish",
                "Cookie",
                desk.cookie(),
                "Sec-Fetch-Site",
                "same-origin");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("secret of the others");
        assertThat(status(foreign)).isEqualTo("pending");
    }

    @Test
    void readers_seeNoButtonsAndNoMails() {
        var desk = desk(Role.READER);
        var id = node.comment(desk.site(), "pending", "x");
        var page = queue(desk, "");
        assertThat(page.select("main button, main input[type=checkbox], .bar nav a[href$=mails]"))
                .isEmpty();
        assertThat(page.select("#item").text()).contains("Vous lisez ce site");
        assertThat(page.html()).contains("a••••@e•••.org").doesNotContain("awa@example.org");
        var answer = node.postForm(
                "/moderation/decisions",
                "id=" + id + "&decision=publish",
                "Cookie",
                desk.cookie(),
                "Sec-Fetch-Site",
                "same-origin");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(Jsoup.parse(answer.body()).select("[role=alert]").text()).isNotEmpty();
        await(node.database.query(client ->
                node.outbox.toModerators(client, "waiting", List.of(new Claim(desk.site(), null, id, "pending")))));
        assertThat(page(desk, "/moderation/mails").select(".mail")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none", "-"})
    void forms_fromOtherPagesChangeNothing(String fetchSite) {
        var desk = desk(Role.OWNER);
        var id = node.comment(desk.site(), "pending", "x");
        var headers = new ArrayList<>(List.of("Cookie", desk.cookie()));
        if (!fetchSite.equals("-")) {
            headers.addAll(List.of("Sec-Fetch-Site", fetchSite));
        }
        for (var path : List.of("/moderation/decisions", "/moderation/sign-out")) {
            var answer = node.postForm(path, "decision=publish&id=" + id, headers.toArray(String[]::new));
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
        }
        assertThat(status(id)).isEqualTo("pending");
        assertThat(node.get("/moderation", "Cookie", desk.cookie()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void language_followsTheBrowserThenTheModerator() {
        var desk = desk(Role.OWNER);
        assertThat(queue(desk, "").select("html").attr("lang")).isEqualTo("fr");
        var english = Jsoup.parse(node.get("/moderation", "Cookie", desk.cookie(), "Accept-Language", "en-GB,en;q=0.9")
                .body());
        assertThat(english.select("html").attr("lang")).isEqualTo("en");
        assertThat(english.select(".tabs").text()).contains("Pending");
    }

    @Test
    void nonsense_opensTheQueue() {
        var desk = desk(Role.OWNER);
        node.comment(desk.site(), "pending", "here");
        for (var query : List.of("?status=x", "?open=x", "?after=x", "?done=x&many=3", "?done=publish&undo=x")) {
            assertThat(queue(desk, query).select("#item .text").text())
                    .as(query)
                    .isEqualTo("here");
        }
    }

    private static Desk desk(Role role) {
        var key = "desk-" + counter++;
        var site = node.site(key);
        var email = key + "@example.org";
        var password = node.moderator(email, role, key);
        return new Desk(site, key, email, password, node.cookie(email, password));
    }

    private static Document queue(Desk desk, String query) {
        return page(desk, "/moderation" + query);
    }

    private static Document page(Desk desk, String path) {
        var answer = node.get(path, "Cookie", desk.cookie());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    /** Sends a form as a browser does, by one of its buttons. */
    private static HttpResponse<String> submit(Desk desk, Element form, String decision) {
        var fields = new ArrayList<String>();
        for (var control : form.select("input, textarea, select")) {
            var box = control.attr("type").equals("checkbox");
            var value = control.tagName().equals("select")
                    ? control.select("option[selected]").eachAttr("value").stream()
                            .reduce((first, last) -> last)
                            .orElse("")
                    : control.tagName().equals("textarea") ? control.wholeText() : box ? "on" : control.val();
            if (!box || control.hasAttr("checked")) {
                fields.add(encode(control.attr("name")) + "=" + encode(value));
            }
        }
        if (decision != null) {
            assertThat(form.select("button[name=decision]").eachAttr("value")).contains(decision);
            fields.add("decision=" + decision);
        }
        return node.postForm(
                form.attr("action"),
                String.join("&", fields),
                "Cookie",
                desk.cookie(),
                "Sec-Fetch-Site",
                "same-origin");
    }

    private static HttpResponse<String> signIn(String email, String password) {
        return node.postForm(
                "/moderation/sign-in",
                "email=" + encode(email) + "&password=" + encode(password),
                "Sec-Fetch-Site",
                "same-origin");
    }

    private static String status(UUID id) {
        return node.sql("SELECT status FROM comments WHERE id = $1", id)
                .iterator()
                .next()
                .getString(0);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
