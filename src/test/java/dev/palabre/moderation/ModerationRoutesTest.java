package dev.palabre.moderation;

import static dev.palabre.testing.ModerationServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.kernel.sql.Idempotency.Claim;
import dev.palabre.signin.Role;
import dev.palabre.testing.ModerationServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModerationRoutesTest {
    private static final String COMMENTS = "/api/moderation/comments";
    private static ModerationServer node;
    private static String owner;
    private static String stranger;
    private static int counter;

    @BeforeAll
    static void start() {
        node = new ModerationServer();
        node.site("plage");
        node.site("ville");
        node.moderator("reader@example.org", Role.READER, "plage");
        node.moderator("stranger@example.org", Role.OWNER, "ville");
        node.moderator("owner@example.org", Role.OWNER, "plage");
        stranger = node.bearer("stranger@example.org");
        owner = node.bearer("owner@example.org");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void comments_haveTheContractsShape() {
        var site = ownSite();
        var id = node.comment(site.id(), "pending", "Bonjour <b>!</b>", "Awa Diop", "awa@example.org");
        node.sql("UPDATE comments SET held_reason = 'links,too_fast' WHERE id = $1", id);
        var comment = list(site.key(), "").getJsonArray("comments").getJsonObject(0);
        assertThat(comment.getString("createdAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        comment.remove("createdAt");
        assertThat(comment).isEqualTo(new JsonObject("""
                        {"site":"%s","page":{"id":null,"url":"https://page.example/article","title":"L’article"},
                         "status":"pending","heldReasons":["links","too_fast"],"text":"Bonjour <b>!</b>","lang":"fr",
                         "author":{"name":"Awa Diop","lastName":null,"firstName":null,"email":"awa@example.org"},
                         "publishedAt":null,"editedAt":null}
                        """.formatted(site.key())).put("id", id.toString()));
    }

    @Test
    void comments_arePagedByKeysetOldestFirstWhenPending() {
        var site = ownSite();
        var ids = IntStream.range(0, 123)
                .mapToObj(i -> node.comment(site.id(), "pending", "n° " + i).toString())
                .toList();
        assertThat(all(site.key(), "&status=pending&limit=25")).isEqualTo(ids);
        var backwards = new ArrayList<>(ids);
        java.util.Collections.reverse(backwards);
        assertThat(all(site.key(), "&limit=17")).isEqualTo(backwards);
        var whole = list(site.key(), "&limit=500");
        assertThat(whole.getJsonArray("comments")).hasSize(123);
        assertThat(whole.getString("next")).isNull();
        assertThat(list(site.key(), "").getJsonArray("comments")).hasSize(50);
        assertThat(list(site.key(), "&limit=50").getString("next")).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void comments_ofAllTheCallersSitesComeWhenNoneIsNamed() {
        var first = ownSite();
        var second = ownSite();
        var email = UUID.randomUUID() + "@example.org";
        node.moderator(email, Role.MODERATOR, first.key(), second.key());
        var ids = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            ids.add(node.comment(i % 2 == 0 ? first.id() : second.id(), "pending", "x")
                    .toString());
        }
        assertThat(allAs(node.bearer(email), "?status=pending&limit=5")).isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource({
        "100%, 1",
        "100, 2",
        "%, 1",
        "_, 0",
        "\\, 1",
        "QUATRE, 1",
        "Ndèye, 1",
        "'''; DROP TABLE comments; --', 0",
        "nothing of the kind, 0"
    })
    void comments_areSearchedLiterally(String q, int found) {
        var site = ownSite();
        node.comment(site.id(), "published", "100% d’accord");
        node.comment(site.id(), "pending", "1000 fois quatre");
        node.comment(site.id(), "pending", "a\\b", "Ndèye", "ndeye@example.org");
        assertThat(list(site.key(), "&q=" + encode(q)).getJsonArray("comments")).hasSize(found);
    }

    @Test
    void comments_areSearchedByAuthor() {
        var site = ownSite();
        node.comment(site.id(), "pending", "x", "Awa Diop", "awa_d@example.org");
        node.comment(site.id(), "pending", "x", "Issa Ba", "issa@example.org");
        assertThat(list(site.key(), "&author=AWA_D%40").getJsonArray("comments"))
                .hasSize(1);
        assertThat(list(site.key(), "&author=issa+ba").getJsonArray("comments")).hasSize(1);
        assertThat(list(site.key(), "&author=example.org&status=pending").getJsonArray("comments"))
                .hasSize(2);
        assertThat(list(site.key(), "&author=x").getJsonArray("comments")).hasSize(2);
        assertThat(list(site.key(), "&author=zzz").getJsonArray("comments")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "status=nothing, status, unknown_status",
        "limit=0, limit, not_in_range",
        "limit=501, limit, not_in_range",
        "limit=x, limit, not_in_range",
        "after=x, after, unknown_cursor",
        "after=AAAAAAAAAAAAAAAAAAAAAB, after, unknown_cursor",
        "status=pending&status=spam, status, doubled",
        "q=a%00b, q, not_storable"
    })
    void comments_refuseBadParametersByName(String query, String field, String code) {
        var answer = get(COMMENTS + "?" + query, owner);
        assertThat(answer.statusCode()).isEqualTo(400);
        var error = new JsonObject(answer.body()).getJsonArray("errors").getJsonObject(0);
        assertThat(error.getString("field")).isEqualTo(field);
        assertThat(error.getString("code")).isEqualTo(code);
    }

    @Test
    void foreignSites_doNotExist() {
        var plage = await(node.sites.require("plage")).id();
        var id = node.comment(plage, "pending", "secret-of-the-beach");
        for (var path : List.of(
                COMMENTS,
                COMMENTS + "?q=secret",
                COMMENTS + "?author=awa",
                "/api/moderation/audit",
                "/api/moderation/audit?comment=" + id,
                "/api/moderation/statistics")) {
            var answer = get(path, stranger);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain("secret-of-the-beach", id.toString(), "awa@example");
        }
        for (var path : List.of(COMMENTS, "/api/moderation/audit", "/api/moderation/statistics")) {
            var foreign = get(path + "?site=plage", stranger);
            var absent = get(path + "?site=nowhere", stranger);
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(foreign.body()).isEqualTo(absent.body().replace("nowhere", "plage"));
        }
        var foreign = decide(id, "publish", stranger);
        var absent = decide(UUID.randomUUID(), "publish", stranger);
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(absent.body());
        assertThat(status(id)).isEqualTo("pending");
    }

    @ParameterizedTest
    @CsvSource({
        "owner@example.org, 200, 200",
        "moderator@example.org, 200, 200",
        "reader@example.org, 200, 403",
        "stranger@example.org, 404, 404"
    })
    void roles_readAndDecideEachOnTheirSites(String email, int reads, int decides) {
        node.moderator("moderator@example.org", Role.MODERATOR, "plage");
        var plage = await(node.sites.require("plage")).id();
        var id = node.comment(plage, "pending", "x");
        var bearer = node.bearer(email);
        assertThat(get(COMMENTS + "?site=plage", bearer).statusCode()).isEqualTo(reads);
        assertThat(decide(id, "publish", bearer).statusCode()).isEqualTo(decides);
        assertThat(status(id)).isEqualTo(decides == 200 ? "published" : "pending");
    }

    @Test
    void everything_needsACaller() {
        var id = UUID.randomUUID();
        for (var path : List.of(COMMENTS, "/api/moderation/audit", "/api/moderation/statistics")) {
            assertThat(node.get(path).statusCode()).isEqualTo(401);
        }
        for (var path : List.of(COMMENTS + "/" + id + "/decisions", "/api/moderation/decisions")) {
            assertThat(node.post(path, new JsonObject().put("decision", "publish"))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none", "-"})
    void decisions_byCookieNeedOurOwnPage(String fetchSite) {
        var email = UUID.randomUUID() + "@example.org";
        var cookie = node.cookie(email, node.moderator(email, Role.OWNER, "plage"));
        var id = node.comment(await(node.sites.require("plage")).id(), "pending", "x");
        var body = new JsonObject().put("decision", "publish");
        var path = COMMENTS + "/" + id + "/decisions";
        var answer = fetchSite.equals("-")
                ? node.post(path, body, "Cookie", cookie)
                : node.post(path, body, "Cookie", cookie, "Sec-Fetch-Site", fetchSite);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(status(id)).isEqualTo("pending");
        assertThat(node.post(path, body, "Cookie", cookie, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(200);
        assertThat(status(id)).isEqualTo("published");
    }

    @ParameterizedTest
    @CsvSource({
        "pending, publish, published",
        "pending, reject, rejected",
        "pending, spam, spam",
        "published, spam, spam",
        "published, remove, removed",
        "rejected, publish, published",
        "rejected, restore, pending",
        "spam, restore, pending",
        "removed, restore, published",
        "removed, publish, published"
    })
    void decisions_moveWithAnAuditRowAndAreTheSameTwice(String from, String decision, String to) {
        var site = ownSite();
        var id = node.comment(site.id(), from, "x");
        var body = new JsonObject().put("decision", decision).put("expected", from);
        for (int i = 0; i < 2; i++) {
            var answer = decide(id, body, owner);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(answer.body()).getString("status")).isEqualTo(to);
        }
        assertThat(status(id)).isEqualTo(to);
        var audit = audit(site.key());
        assertThat(audit).hasSize(1);
        var row = audit.getJsonObject(0);
        assertThat(List.of(
                        row.getString("comment"),
                        row.getString("from"),
                        row.getString("to"),
                        row.getString("decision")))
                .containsExactly(id.toString(), from, to, decision);
        assertThat(row.getJsonObject("moderator").getString("email")).isEqualTo("owner@example.org");
        assertThat(row.getString("digest")).hasSize(43);
        assertThat(node.count("SELECT published FROM threads WHERE site_id = $1", site.id()))
                .isEqualTo(to.equals("published") ? 1 : 0);
        assertThat(node.count("SELECT version FROM threads WHERE site_id = $1", site.id()))
                .isEqualTo(to.equals("published") || from.equals("published") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "published, reject",
        "pending, remove",
        "rejected, spam",
        "rejected, remove",
        "spam, reject",
        "removed, reject",
        "pending, restore",
        "published, restore",
        "withdrawn, publish",
        "withdrawn, restore",
        "erased, publish"
    })
    void decisions_thatNoMoveAllowsAre409AndLeaveNoTrace(String from, String decision) {
        var site = ownSite();
        var id = node.comment(site.id(), from, "x");
        var answer = decide(id, decision, owner);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("impossible_move");
        assertThat(status(id)).isEqualTo(from);
        assertThat(audit(site.key())).isEmpty();
    }

    @Test
    void decisions_onAStateThatChangedAre409() {
        var site = ownSite();
        var id = node.comment(site.id(), "rejected", "x");
        var answer = decide(id, new JsonObject().put("decision", "publish").put("expected", "pending"), owner);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("state_changed");
        assertThat(status(id)).isEqualTo("rejected");
    }

    @Test
    void decisions_atOnceLeaveOneAuditRow() {
        var site = ownSite();
        var id = node.comment(site.id(), "pending", "x");
        var decisions = List.of("publish", "reject", "spam", "publish", "reject", "spam");
        var answers = decisions.parallelStream()
                .map(decision ->
                        decide(id, new JsonObject().put("decision", decision).put("expected", "pending"), owner))
                .map(HttpResponse::statusCode)
                .toList();
        assertThat(answers)
                .containsOnly(200, 409)
                .filteredOn(status -> status == 200)
                .hasSize(2);
        assertThat(audit(site.key())).hasSize(1);
    }

    @Test
    void reasons_areKeptForTheAuditAndShownToTheAuthorInTheirLanguage() {
        var site = ownSite();
        var id = node.comment(site.id(), "pending", "x");
        decide(
                id,
                new JsonObject()
                        .put("decision", "reject")
                        .put("reasonCode", "off_topic")
                        .put("reason", "  Voyez la charte.\r\n")
                        .put("note", "third time"),
                owner);
        var row = audit(site.key()).getJsonObject(0);
        assertThat(row.getString("reasonCode")).isEqualTo("off_topic");
        assertThat(row.getString("reason")).isEqualTo("Voyez la charte.");
        assertThat(row.getString("note")).isEqualTo("third time");
        assertThat(node.sql("SELECT reason FROM status_changes WHERE comment_id = $1", id)
                        .iterator()
                        .next()
                        .getString(0))
                .isEqualTo("Votre commentaire s’éloigne du sujet de l’article. Voyez la charte.");
        assertThat(node.count("SELECT count(*) FROM outbox WHERE subject_id = $1 AND kind = 'rejected'", id))
                .isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "decision, approve, unknown_decision",
        "reasonCode, because, unknown_reason",
        "expected, open, unknown_status",
        "reason, LONG, too_long",
        "note, a\u0001b, not_storable"
    })
    void decisions_nameTheFieldThatIsWrong(String field, String value, String code) {
        var body =
                new JsonObject().put("decision", "publish").put(field, value.equals("LONG") ? "é".repeat(501) : value);
        var answer = decide(UUID.randomUUID(), body, owner);
        assertThat(answer.statusCode()).isEqualTo(422);
        var errors = new JsonObject(answer.body()).getJsonArray("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.getJsonObject(0).getString("field")).isEqualTo(field);
        assertThat(errors.getJsonObject(0).getString("code")).isEqualTo(code);
    }

    @Test
    void reasons_of500CharactersFit() {
        var id = node.comment(ownSite().id(), "pending", "x");
        var body = new JsonObject()
                .put("decision", "reject")
                .put("reasonCode", "off_topic")
                .put("reason", "😀".repeat(500));
        assertThat(decide(id, body, owner).statusCode()).isEqualTo(200);
    }

    @Test
    void bulkDecisions_answerForEachId() {
        var site = ownSite();
        var one = node.comment(site.id(), "pending", "x");
        var two = node.comment(site.id(), "pending", "x");
        var done = node.comment(site.id(), "spam", "x");
        var impossible = node.comment(site.id(), "removed", "x");
        var foreign = node.comment(await(node.sites.require("ville")).id(), "pending", "x");
        var ids = new JsonArray()
                .add(one.toString())
                .add(impossible.toString())
                .add(foreign.toString())
                .add("nonsense")
                .add(done.toString())
                .add(one.toString())
                .add(two.toString());
        var answer = node.post(
                "/api/moderation/decisions",
                new JsonObject().put("ids", ids).put("decision", "spam"),
                "Authorization",
                owner);
        assertThat(answer.statusCode()).isEqualTo(200);
        var results = new JsonObject(answer.body()).getJsonArray("results");
        assertThat(results.stream().map(result -> ((JsonObject) result).getInteger("status")))
                .containsExactly(200, 409, 404, 404, 200, 200);
        assertThat(results.getJsonObject(1).getString("code")).isEqualTo("impossible_move");
        assertThat(status(one)).isEqualTo("spam");
        assertThat(status(two)).isEqualTo("spam");
        assertThat(status(foreign)).isEqualTo("pending");
        assertThat(audit(site.key())).hasSize(2);
    }

    @Test
    void bulkDecisions_needIdsAndNotTooMany() {
        var none = new JsonObject().put("decision", "spam").put("ids", new JsonArray());
        var many = new JsonArray();
        IntStream.range(0, 501).forEach(i -> many.add(String.valueOf(i)));
        for (var body : List.of(none, new JsonObject().put("decision", "spam").put("ids", many))) {
            var answer = node.post("/api/moderation/decisions", body, "Authorization", owner);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("\"field\":\"ids\"");
        }
    }

    @Test
    void audit_isPagedAndFollowsOneComment() {
        var site = ownSite();
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < 7; i++) {
            ids.add(node.comment(site.id(), "pending", "x"));
            decide(ids.get(i), "reject", owner);
        }
        decide(ids.get(3), "restore", owner);
        var first = audit(site.key(), "&limit=5");
        assertThat(first.getJsonArray("decisions")).hasSize(5);
        var second = audit(site.key(), "&limit=5&after=" + first.getString("next"));
        assertThat(second.getJsonArray("decisions")).hasSize(3);
        assertThat(second.getString("next")).isNull();
        assertThat(audit(site.key(), "&comment=" + ids.get(3)).getJsonArray("decisions").stream()
                        .map(row -> ((JsonObject) row).getString("decision")))
                .containsExactly("restore", "reject");
    }

    @Test
    void restore_twiceIsTheSameOnce() {
        var site = ownSite();
        var id = node.comment(site.id(), "spam", "x");
        assertThat(decide(id, "restore", owner).statusCode()).isEqualTo(200);
        assertThat(decide(id, "restore", owner).statusCode()).isEqualTo(200);
        decide(id, "publish", owner);
        assertThat(decide(id, "restore", owner).statusCode()).isEqualTo(409);
        assertThat(audit(site.key())).hasSize(2);
    }

    @Test
    void statistics_countAndTellSinceWhenSomethingWaits() {
        var site = ownSite();
        node.comment(site.id(), "published", "x");
        assertThat(statistics(site.key()).getString("oldestPendingAt")).isNull();
        var old = node.comment(site.id(), "pending", "x");
        node.comment(site.id(), "pending", "x");
        node.sql("UPDATE comments SET created_at = now() - interval '2 hours' WHERE id = $1", old);
        var statistics = statistics(site.key());
        assertThat(statistics.getJsonObject("counts")).isEqualTo(new JsonObject("""
                {"erased":0,"pending":2,"published":1,"rejected":0,"removed":0,"spam":0,"withdrawn":0}"""));
        assertThat(statistics.getLong("oldestPendingSeconds")).isBetween(7_199L, 7_300L);
    }

    @Test
    void decisionsThatCannotBeAudited_changeNothing() {
        var site = ownSite();
        var id = node.comment(site.id(), "pending", "x");
        node.sql("ALTER TABLE decisions ADD CONSTRAINT refused CHECK (site_id <> " + site.id() + ")");
        assertThat(decide(id, "publish", owner).statusCode()).isEqualTo(500);
        assertThat(status(id)).isEqualTo("pending");
        assertThat(node.count("SELECT count(*) FROM outbox WHERE subject_id = $1", id))
                .isZero();
        assertThat(node.count("SELECT published FROM threads WHERE site_id = $1", site.id()))
                .isZero();
    }

    @Test
    void waitingNotice_readsUntilNothingWaits() {
        var site = ownSite();
        var id = node.comment(site.id(), "pending", "x");
        await(node.database.query(client ->
                node.outbox.toModerators(client, "waiting", List.of(new Claim(site.id(), null, id, "pending")))));
        assertThat(await(node.outbox.previews(List.of(site.id()), 10)))
                .singleElement()
                .satisfies(mail -> {
                    assertThat(mail.text()).contains(node.links.to("/moderation"), "L’article");
                    assertThat(mail.to()).contains("owner@example.org");
                });
        decide(id, "spam", owner);
        assertThat(await(node.outbox.previews(List.of(site.id()), 10))).isEmpty();
    }

    record OwnSite(int id, String key) {}

    /** A site of its own for a test, which the owner owns. */
    private static synchronized OwnSite ownSite() {
        var key = "own-" + counter++;
        var id = node.site(key);
        await(node.moderators.add("owner@example.org", List.of(key), Role.OWNER));
        return new OwnSite(id, key);
    }

    private static JsonObject list(String site, String more) {
        return new JsonObject(get(COMMENTS + "?site=" + site + more, owner).body());
    }

    private static List<String> all(String site, String more) {
        return allAs(owner, "?site=" + site + more);
    }

    private static List<String> allAs(String bearer, String query) {
        var ids = new ArrayList<String>();
        String next = null;
        do {
            var page = new JsonObject(get(COMMENTS + query + (next == null ? "" : "&after=" + next), bearer)
                    .body());
            page.getJsonArray("comments").forEach(comment -> ids.add(((JsonObject) comment).getString("id")));
            next = page.getString("next");
        } while (next != null);
        return ids;
    }

    private static JsonArray audit(String site) {
        return audit(site, "").getJsonArray("decisions");
    }

    private static JsonObject audit(String site, String more) {
        return new JsonObject(
                get("/api/moderation/audit?site=" + site + more, owner).body());
    }

    private static JsonObject statistics(String site) {
        return new JsonObject(
                get("/api/moderation/statistics?site=" + site, owner).body());
    }

    private static String status(UUID id) {
        return node.sql("SELECT status FROM comments WHERE id = $1", id)
                .iterator()
                .next()
                .getString(0);
    }

    private static HttpResponse<String> decide(UUID id, String decision, String bearer) {
        return decide(id, new JsonObject().put("decision", decision), bearer);
    }

    private static HttpResponse<String> decide(UUID id, JsonObject body, String bearer) {
        return node.post(COMMENTS + "/" + id + "/decisions", body, "Authorization", bearer);
    }

    private static HttpResponse<String> get(String path, String bearer) {
        return node.get(path, "Authorization", bearer);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
