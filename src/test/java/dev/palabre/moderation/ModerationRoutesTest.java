package dev.palabre.moderation;

import static dev.palabre.testing.ModerationServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.testing.ModerationServer;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("server")
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
        assertThat(comment.getString("stamp")).matches("[0-9a-f]{16}");
        comment.remove("createdAt");
        comment.remove("stamp");
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

    @Test
    void comments_showReadersMaskedAddressesAndDoNotSearchThem() {
        var read = ownSite();
        var decided = ownSite();
        var email = UUID.randomUUID() + "@example.org";
        node.moderator(email, Role.READER, read.key());
        await(node.moderators.add(email, List.of(decided.key()), Role.MODERATOR));
        var bearer = node.bearer(email);
        node.comment(read.id(), "published", "x", "Awa Diop", "fatou@example.org");
        node.comment(decided.id(), "published", "y", "Awa Diop", "fatou@example.org");
        assertThat(emails(get(COMMENTS + "?site=" + read.key(), bearer))).containsExactly("f••••@e•••.org");
        assertThat(emails(get(COMMENTS + "?author=fatou", bearer))).containsExactly("fatou@example.org");
        assertThat(emails(get(COMMENTS + "?author=awa", bearer)))
                .containsExactly("fatou@example.org", "f••••@e•••.org");
        assertThat(emails(get(COMMENTS + "?q=fatou", bearer))).isEmpty();
    }

    private static List<String> emails(HttpResponse<String> answer) {
        return new JsonObject(answer.body())
                .getJsonArray("comments").stream()
                        .map(each -> ((JsonObject) each).getJsonObject("author").getString("email"))
                        .toList();
    }

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
