package dev.palabre.moderation;

import static dev.palabre.testing.ModerationServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.testing.ModerationServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions by the API, one by one and many at once. */
@Tag("server")
final class DecisionRoutesTest {
    private static final String COMMENTS = "/api/moderation/comments";
    private static ModerationServer node;
    private static String owner;
    private static int counter;

    @BeforeAll
    static void start() {
        node = new ModerationServer();
        node.site("plage");
        node.site("ville");
        node.moderator("reader@example.org", Role.READER, "plage");
        node.moderator("owner@example.org", Role.OWNER, "plage");
        owner = node.bearer("owner@example.org");
    }

    @AfterAll
    static void stop() {
        node.close();
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
    void decisions_onATextThatItsAuthorChangedAre409() {
        var site = ownSite();
        var id = node.comment(site.id(), "pending", "Ce que l’on a lu.");
        var read = new JsonObject(node.get(COMMENTS + "?site=" + site.key(), "Authorization", owner)
                        .body())
                .getJsonArray("comments")
                .getJsonObject(0)
                .getString("stamp");
        node.sql("UPDATE comments SET text = 'Ce que l’on n’a pas lu.' WHERE id = $1", id);
        var body = new JsonObject().put("decision", "publish").put("stamp", read);
        var answer = decide(id, body, owner);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("text_changed");
        node.sql("UPDATE comments SET text = 'Ce que l’on a lu.' WHERE id = $1", id);
        assertThat(decide(id, body, owner).statusCode()).isEqualTo(200);
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
    void bulkDecisions_leaveATextAloneThatChangedMeanwhile() {
        var site = ownSite();
        var read = node.comment(site.id(), "pending", "x");
        var changed = node.comment(site.id(), "pending", "x");
        var stamps = new JsonObject();
        var listed = node.get("/api/moderation/comments?site=" + site.key(), "Authorization", owner);
        new JsonObject(listed.body())
                .getJsonArray("comments")
                .forEach(each ->
                        stamps.put(((JsonObject) each).getString("id"), ((JsonObject) each).getString("stamp")));
        node.sql("UPDATE comments SET text = 'y' WHERE id = $1", changed);
        var body = new JsonObject()
                .put("ids", new JsonArray().add(read.toString()).add(changed.toString()))
                .put("decision", "publish")
                .put("stamps", stamps);
        var answer = node.post("/api/moderation/decisions", body, "Authorization", owner);
        var results = new JsonObject(answer.body()).getJsonArray("results");
        assertThat(results.getJsonObject(0).getInteger("status")).isEqualTo(200);
        assertThat(results.getJsonObject(1).getString("code")).isEqualTo("text_changed");
        assertThat(status(changed)).isEqualTo("pending");
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

    record OwnSite(int id, String key) {}

    /** A site of its own for a test, which the owner owns. */
    private static synchronized OwnSite ownSite() {
        var key = "own-" + counter++;
        var id = node.site(key);
        await(node.moderators.add("owner@example.org", List.of(key), Role.OWNER));
        return new OwnSite(id, key);
    }

    private static JsonArray audit(String site) {
        return audit(site, "").getJsonArray("decisions");
    }

    private static JsonObject audit(String site, String more) {
        return new JsonObject(
                get("/api/moderation/audit?site=" + site + more, owner).body());
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
}
