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
import org.junit.jupiter.params.provider.CsvSource;

/** The console as a browser without JavaScript meets it: links are followed, forms are filled in and sent. */
@Tag("server")
final class ConsoleTest {
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
    void text_isShownAsText() {
        var desk = desk(Role.OWNER);
        var text =
                "<script>alert(1)</script> {{name}} \u202Eevil\u202C\n\n<img src=x onerror=alert(1)> https://evil.example";
        node.comment(desk.site(), "pending", text, "<b onclick=alert(1)>\"Awa\"'</b>", "awa@example.org");
        var page = queue(desk, "");
        assertThat(page.selectFirst(".item .text").wholeText())
                .isEqualTo(text.replace("\u202E", "U+202E").replace("\u202C", "U+202C"));
        assertThat(page.selectFirst("#item-name").text()).isEqualTo("<b onclick=alert(1)>\"Awa\"'</b>");
        assertThat(page.select(".item .text a, .item .text img, .list b, script:not([src])"))
                .isEmpty();
    }

    @Test
    void item_tellsWhoWroteWhereAndWhyItIsHeld() {
        var desk = desk(Role.OWNER);
        var id = node.comment(desk.site(), "pending", "x");
        node.sql("UPDATE comments SET held_reason = 'honeypot,links,new_code' WHERE id = $1", id);
        var item = queue(desk, "").selectFirst("#item");
        assertThat(item.select("dl").text()).contains("awa@example.org", "L’article", "Site " + desk.key());
        assertThat(item.select("dl a").attr("href")).isEqualTo("https://page.example/article");
        assertThat(item.select("dl a").attr("rel")).contains("noreferrer");
        assertThat(item.select(".held-reasons li").eachText())
                .containsExactly("le champ piège est rempli", "beaucoup de liens", "new_code");
    }

    @ParameterizedTest
    @CsvSource({
        "pending, publish, published",
        "pending, spam, spam",
        "published, spam, spam",
        "rejected, publish, published",
        "rejected, restore, pending",
        "spam, restore, pending",
        "removed, restore, published"
    })
    void buttons_decideAndGoBackToTheList(String from, String decision, String to) {
        var desk = desk(Role.MODERATOR);
        var id = node.comment(desk.site(), from, "x");
        var form = queue(desk, "?status=" + from).selectFirst("#item form.acts");
        var answer = submit(desk, form, decision);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(status(id)).isEqualTo(to);
        var next = follow(desk, answer);
        assertThat(next.select(".told.done").text()).isNotEmpty();
        assertThat(next.select(".tabs [aria-current]")).hasSize(1);
    }

    @Test
    void rejecting_takesAReasonAndCanBeUndone() {
        var desk = desk(Role.OWNER);
        var id = node.comment(desk.site(), "pending", "x");
        var form = queue(desk, "").selectFirst("#item details.reason form");
        form.selectFirst("#reasonCode option[value=off_topic]").attr("selected", "");
        form.selectFirst("textarea").text("Voyez la charte.");
        var answer = submit(desk, form, "reject");
        assertThat(status(id)).isEqualTo("rejected");
        var item = queue(desk, "?status=rejected").selectFirst("#item");
        assertThat(item.select(".history").text()).contains("Refusé par " + desk.email(), "Voyez la charte.");
        var undo = follow(desk, answer).selectFirst(".told.done form");
        submit(desk, undo, "restore");
        assertThat(status(id)).isEqualTo("pending");
    }

    @Test
    void deciding_opensTheNextOfTheListWhereOneWasOpened() {
        var desk = desk(Role.OWNER);
        node.comment(desk.site(), "pending", "first");
        var second = node.comment(desk.site(), "pending", "second");
        node.comment(desk.site(), "pending", "third");
        var page = queue(desk, "?open=" + second);
        assertThat(page.selectFirst("#item .text").text()).isEqualTo("second");
        var next = follow(desk, submit(desk, page.selectFirst("#item form.acts"), "publish"));
        assertThat(next.selectFirst("#item .text").text()).isEqualTo("third");
    }

    @Test
    void errors_keepWhatWasTyped() {
        var desk = desk(Role.OWNER);
        var id = node.comment(desk.site(), "pending", "x");
        var form = queue(desk, "").selectFirst("#item details.reason form");
        form.selectFirst("#reasonCode option[value=insulting]").attr("selected", "");
        form.selectFirst("textarea").text("é".repeat(501));
        var tooLong = submit(desk, form, "reject");
        assertThat(tooLong.statusCode()).isEqualTo(422);
        assertKept(tooLong, "é".repeat(501));
        form.selectFirst("textarea").text("Voyez la charte.");
        node.sql("UPDATE comments SET status = 'spam' WHERE id = $1", id);
        var changed = submit(desk, form, "reject");
        assertThat(changed.statusCode()).isEqualTo(409);
        assertThat(Jsoup.parse(changed.body()).select("[role=alert]").text()).contains("a changé d’état");
        assertThat(Jsoup.parse(changed.body()).select("#item header .badge").text())
                .isEqualTo("Indésirable");
    }

    @Test
    void ticked_areDecidedTogether() {
        var desk = desk(Role.OWNER);
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < 5; i++) {
            ids.add(node.comment(desk.site(), "pending", "x"));
        }
        var form = queue(desk, "").selectFirst(".list form");
        form.select("input[type=checkbox]").stream().limit(3).forEach(box -> box.attr("checked", ""));
        node.sql("UPDATE comments SET status = 'rejected' WHERE id = $1", ids.get(1));
        var page = follow(desk, submit(desk, form, "publish"));
        assertThat(ids.stream().map(ConsoleTest::status))
                .containsExactly("published", "rejected", "published", "pending", "pending");
        assertThat(page.select(".told.done").text()).contains("2 sur 3");
        var none = submit(desk, queue(desk, "").selectFirst(".list form"), "publish");
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(none.body()).select("[role=alert]").text()).contains("au moins un");
    }

    @Test
    void ticked_leaveATextAloneThatChangedMeanwhile() {
        var desk = desk(Role.OWNER);
        var read = node.comment(desk.site(), "pending", "Merci");
        var changed = node.comment(desk.site(), "pending", "Merci aussi");
        var form = queue(desk, "").selectFirst(".list form");
        form.select("input[type=checkbox]").forEach(box -> box.attr("checked", ""));
        node.sql("UPDATE comments SET text = 'Achetez !' WHERE id = $1", changed);
        var page = follow(desk, submit(desk, form, "publish"));
        assertThat(status(read)).isEqualTo("published");
        assertThat(status(changed)).isEqualTo("pending");
        assertThat(page.select(".told.done").text()).contains("1 sur 2", "le texte");
    }

    @Test
    void list_isPagedAndSearched() {
        var desk = desk(Role.OWNER);
        for (int i = 0; i < 120; i++) {
            node.comment(desk.site(), "pending", "n° " + i);
        }
        var texts = new ArrayList<String>();
        var page = queue(desk, "");
        texts.addAll(page.select(".list .excerpt").eachText());
        while (!page.select("a[rel=next]").isEmpty()) {
            page = page(desk, page.select("a[rel=next]").attr("href"));
            texts.addAll(page.select(".list .excerpt").eachText());
        }
        assertThat(texts)
                .hasSize(120)
                .doesNotHaveDuplicates()
                .startsWith("n° 0")
                .endsWith("n° 119");
        assertThat(queue(desk, "?q=" + encode("° 11")).select(".list .excerpt").eachText())
                .hasSize(11);
        assertThat(queue(desk, "?q=%25").select(".none").text()).isEqualTo("Aucun commentaire ne contient ces mots.");
        assertThat(page.select(".tabs [aria-current] .count").text()).isEqualTo("120");
    }

    @Test
    void mails_areShownToThoseWhoDecide() {
        var desk = desk(Role.MODERATOR);
        var id = node.comment(desk.site(), "pending", "x");
        await(node.database.query(client ->
                node.outbox.toModerators(client, "waiting", List.of(new Claim(desk.site(), null, id, "pending")))));
        var mail = page(desk, "/moderation/mails").select(".mail");
        assertThat(mail).hasSize(1);
        assertThat(mail.select("summary").text()).contains(desk.email(), "à envoyer");
        assertThat(mail.select("pre").text()).contains("/moderation");
    }

    @Test
    void mails_showTheOthersWhereOneCannotBeWritten() {
        var desk = desk(Role.MODERATOR);
        var id = node.comment(desk.site(), "pending", "x");
        await(node.database.query(client ->
                node.outbox.toModerators(client, "unheard-of", List.of(new Claim(desk.site(), null, id, "pending")))));
        await(node.database.query(client ->
                node.outbox.toModerators(client, "waiting", List.of(new Claim(desk.site(), null, id, "pending")))));

        var mails = page(desk, "/moderation/mails").select(".mail");

        assertThat(mails.eachText()).hasSize(2);
        assertThat(mails.get(0).select(".subject").text()).startsWith("Un commentaire attend");
        assertThat(mails.get(1).select(".subject").text()).startsWith("Ce courriel ne peut pas être écrit");
    }

    @Test
    void mails_areFiftyOfAllSitesAtTheMost() {
        var desk = desk(Role.MODERATOR);
        for (int i = 0; i < 60; i++) {
            var kind = "kind-" + i;
            await(node.database.query(client -> node.outbox.toModerators(
                    client, kind, List.of(new Claim(desk.site(), null, UUID.randomUUID(), "pending")))));
        }
        assertThat(page(desk, "/moderation/mails").select(".mail")).hasSize(50);
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

    private static Document follow(Desk desk, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        return page(desk, answer.headers().firstValue("Location").orElseThrow().split("#", 2)[0]);
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
                    : control.tagName().equals("textarea") ? control.wholeText() : control.val();
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

    private static void assertKept(HttpResponse<String> answer, String typed) {
        var form = Jsoup.parse(answer.body()).selectFirst("#item details.reason");
        assertThat(form.hasAttr("open")).isTrue();
        assertThat(form.selectFirst("textarea").wholeText()).isEqualTo(typed);
        assertThat(form.select("option[selected]").attr("value")).isEqualTo("insulting");
        assertThat(Jsoup.parse(answer.body()).select("[role=alert]")).isNotEmpty();
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
