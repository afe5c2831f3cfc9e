package dev.palabre.auth;

import static dev.palabre.testing.ModerationServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.http.Response;
import dev.palabre.testing.ModerationServer;
import dev.palabre.testing.Postgres;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("server")
final class SessionApiRoutesTest {
    private static final String SESSION = "/api/moderation/session";
    private static ModerationServer node;
    private static ModerationServer otherNode;

    record Who(String email) {}

    @BeforeAll
    static void start() {
        var address = Postgres.fresh();
        node = new ModerationServer(address, SessionApiRoutesTest::whoRoutes);
        otherNode = new ModerationServer(address, SessionApiRoutesTest::whoRoutes);
        node.site("plage");
        node.site("ville");
    }

    @AfterAll
    static void stop() {
        node.close();
        otherNode.close();
    }

    private static void whoRoutes(ModerationServer server, Router router) {
        var who = Response.handler(
                ctx -> server.authenticate.caller(ctx).map(caller -> Response.json(200, new Who(caller.email()))));
        router.get("/who").handler(who);
        router.post("/who").handler(who);
    }

    @Test
    void session_startsWithTheGeneratedPasswordAndTellsTheSites() {
        var password = node.moderator("first@example.org", Role.MODERATOR, "plage", "ville");
        var answer = signIn("first@example.org", password);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body())).isEqualTo(new JsonObject("""
                {"email":"first@example.org","sites":[
                  {"key":"plage","name":"Site plage","role":"moderator"},
                  {"key":"ville","name":"Site ville","role":"moderator"}]}
                """));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("palabre_session=[A-Za-z0-9_-]{43}; Path=/; HTTPOnly; SameSite=Lax");
    }

    @Test
    void session_ignoresTheCaseOfTheAddress() {
        var password = node.moderator("Case@Example.org", Role.OWNER, "plage");
        assertThat(signIn("case@example.ORG ", password).statusCode()).isEqualTo(200);
    }

    @Test
    void session_answersUnknownAddressesAndWrongPasswordsAlike() {
        node.moderator("alike@example.org", Role.OWNER, "plage");
        var wrong = signIn("alike@example.org", "wrong");
        var unknown = signIn("nobody@example.org", "wrong");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(new JsonObject(wrong.body()).getString("code")).isEqualTo("wrong_credentials");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(unknown.headers().map().keySet())
                .isEqualTo(wrong.headers().map().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b@example.org", "' OR 1=1 --", "x@example.org\u0085", "é@example.org"})
    void session_treatsStrangeAddressesAsUnknown(String email) {
        assertThat(signIn(email, "x").statusCode()).isEqualTo(401);
    }

    @Test
    void session_namesMissingFieldsAllAtOnce() {
        var answer = node.post(SESSION, new JsonObject().put("email", " "));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(new JsonObject(answer.body())
                        .getJsonArray("errors").stream().map(error -> ((JsonObject) error).getString("field")))
                .containsExactly("email", "password");
    }

    @Test
    void session_isThrottledAfterFiveWrongPasswordsEvenAtOnce() {
        var password = node.moderator("throttled@example.org", Role.OWNER, "plage");
        for (int i = 0; i < 5; i++) {
            assertThat(signIn("throttled@example.org", "wrong").statusCode()).isEqualTo(401);
        }
        var answer = signIn("THROTTLED@example.org", password);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("30");
    }

    @Test
    void session_ofTheRightPersonIsNotKeptOutByTriesFromElsewhere() {
        var password = node.moderator("elsewhere@example.org", Role.OWNER, "plage");
        var wrong = credentials("elsewhere@example.org", "wrong");
        for (int i = 0; i < 6; i++) {
            node.post(SESSION, wrong, "X-Forwarded-For", "192.0.2.7");
        }
        var right = credentials("elsewhere@example.org", password);
        assertThat(node.post(SESSION, right, "X-Forwarded-For", "192.0.2.7").statusCode())
                .isEqualTo(429);
        assertThat(node.post(SESSION, right, "X-Forwarded-For", "198.51.100.7").statusCode())
                .isEqualTo(200);
    }

    @Test
    void session_ofTheRightPersonStartsAtOnceWhileThirteenAddressesGuess() {
        var password = node.moderator("many@example.org", Role.OWNER, "plage");
        var wrong = credentials("many@example.org", "wrong");
        for (int i = 0; i < 65; i++) {
            assertThat(node.post(SESSION, wrong, "X-Forwarded-For", "192.0.2." + i % 13)
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(node.post(SESSION, wrong, "X-Forwarded-For", "192.0.2.1").statusCode())
                .isEqualTo(429);
        var right = credentials("many@example.org", password);
        assertThat(node.post(SESSION, right, "X-Forwarded-For", "198.51.100.9").statusCode())
                .isEqualTo(200);
    }

    @Test
    void device_ofTheRightPersonPassesWhereItsOwnAddressIsThrottled() {
        var password = node.moderator("device@example.org", Role.OWNER, "plage");
        var other = device("other@example.org", node.moderator("other@example.org", Role.OWNER, "plage"));
        var own = device("device@example.org", password);
        var wrong = credentials("device@example.org", "wrong");
        for (int i = 0; i < 6; i++) {
            node.post(SESSION, wrong, "X-Forwarded-For", "203.0.113.7");
        }
        assertThat(signInFrom("203.0.113.7", "device@example.org", password, "a=b"))
                .isEqualTo(429);
        assertThat(signInFrom("203.0.113.7", "device@example.org", password, other))
                .isEqualTo(429);
        assertThat(signInFrom("203.0.113.7", "device@example.org", password, own + "x"))
                .isEqualTo(429);
        assertThat(signInFrom("203.0.113.7", "device@example.org", password, own))
                .isEqualTo(200);
    }

    @Test
    void device_hasALimitOfItsOwnForWrongPasswords() {
        var password = node.moderator("stolen@example.org", Role.OWNER, "plage");
        var own = device("stolen@example.org", password);
        for (int i = 0; i < 5; i++) {
            assertThat(signInFrom("192.0.2." + i, "stolen@example.org", "wrong", own))
                    .isEqualTo(401);
        }
        assertThat(signInFrom("192.0.2.200", "stolen@example.org", password, own))
                .isEqualTo(429);
        assertThat(signInFrom("192.0.2.200", "stolen@example.org", password, "a=b"))
                .isEqualTo(200);
    }

    @Test
    void device_passesWhileOthersFillTheQueue() {
        var password = node.moderator("queued@example.org", Role.OWNER, "plage");
        var own = device("queued@example.org", password);
        var others = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> java.util.concurrent.CompletableFuture.supplyAsync(() -> signInFrom(
                        "10." + i + ".0.1", (i % 2 == 0 ? "queued" : "nobody" + i) + "@example.org", "x", "a=b")))
                .toList();
        assertThat(signInFrom("203.0.113.8", "queued@example.org", password, own))
                .isEqualTo(200);
        assertThat(others.stream().map(java.util.concurrent.CompletableFuture::join))
                .isSubsetOf(401, 429);
        assertThat(signIn("queued@example.org", password).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 50_000})
    void session_refusesAddressesThatAreTooLongBeforeTheyAreCounted(int length) {
        for (int i = 0; i < 7; i++) {
            var answer = signIn("a".repeat(length), "x");
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("email_too_long");
        }
    }

    @Test
    void session_knowsNoOtherSpellingsOfAnAccount() {
        var password = node.moderator("spelling@example.org", Role.OWNER, "plage");
        assertThat(signIn("spell\u0130ng@example.org", password).statusCode()).isEqualTo(401);
    }

    private static String device(String email, String password) {
        var cookies = signIn(email, password).headers().allValues("Set-Cookie");
        assertThat(cookies).hasSize(2);
        assertThat(cookies.get(1))
                .contains("; Path=/; HTTPOnly; SameSite=Strict")
                .doesNotContain(email);
        return cookies.get(1).split(";", 2)[0];
    }

    private static int signInFrom(String address, String email, String password, String cookie) {
        return node.post(SESSION, credentials(email, password), "X-Forwarded-For", address, "Cookie", cookie)
                .statusCode();
    }

    @Test
    void secrets_areNeverPrinted() {
        var printed = List.of(
                        new SignIn.Credentials("a@example.org", "s3cret", "123456"),
                        new SignIn.SignedIn(
                                new Principal(UUID.randomUUID(), "a", "fr", java.util.Map.of()), "s3cret", "s3cret"),
                        new ApiTokens.Created(UUID.randomUUID(), "s3cret", java.time.Instant.EPOCH),
                        new Moderators.Added("a@example.org", "s3cret"))
                .toString();
        assertThat(printed).doesNotContain("s3cret", "123456");
    }

    @Test
    void session_rotatesAtSignInAndEndsTheOneThatTheBrowserBrought() {
        var password = node.moderator("rotated@example.org", Role.OWNER, "plage");
        var before = node.cookie("rotated@example.org", password);
        var answer = node.post(SESSION, credentials("rotated@example.org", password), "Cookie", before);
        var after = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        assertThat(after).isNotEqualTo(before);
        assertThat(who("Cookie", before)).isEqualTo(401);
        assertThat(who("Cookie", after)).isEqualTo(200);
    }

    @Test
    void session_isNeverOneThatWasPlanted() {
        var password = node.moderator("planted@example.org", Role.OWNER, "plage");
        var planted = "palabre_session=" + "A".repeat(43);
        node.post(SESSION, credentials("planted@example.org", password), "Cookie", planted);
        assertThat(who("Cookie", planted)).isEqualTo(401);
    }

    @Test
    void session_endsEverywhereAtOnce() {
        var password = node.moderator("ended@example.org", Role.OWNER, "plage");
        var cookie = node.cookie("ended@example.org", password);
        assertThat(otherNode.get("/who", "Cookie", cookie).statusCode()).isEqualTo(200);
        var ended = node.postForm(SESSION + "/end", "", "Cookie", cookie, "Sec-Fetch-Site", "same-origin");
        assertThat(ended.statusCode()).isEqualTo(204);
        assertThat(ended.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("palabre_session=; Max-Age=0;");
        assertThat(otherNode.get("/who", "Cookie", cookie).statusCode()).isEqualTo(401);
        assertThat(who("Cookie", cookie)).isEqualTo(401);
    }

    @Test
    void session_isStoredAsAHashOnly() {
        var password = node.moderator("hashed@example.org", Role.OWNER, "plage");
        var token = node.cookie("hashed@example.org", password).split("=", 2)[1];
        assertThat(node.count("SELECT count(*) FROM sessions WHERE encode(token_hash, 'escape') = $1", token))
                .isZero();
        assertThat(node.count("SELECT min(octet_length(token_hash)) FROM sessions"))
                .isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource({
        "seen_at = now() - interval '29 minutes', 200",
        "seen_at = now() - interval '31 minutes', 401",
        "expires_at = now() - interval '1 second', 401"
    })
    void session_endsByItself(String change, int status) {
        var email = UUID.randomUUID() + "@example.org";
        var cookie = node.cookie(email, node.moderator(email, Role.OWNER, "plage"));
        node.sql(
                "UPDATE sessions SET " + change + " WHERE moderator_id = (SELECT id FROM moderators WHERE email = $1)",
                email);
        assertThat(who("Cookie", cookie)).isEqualTo(status);
    }

    @Test
    void session_thatIsUsedIsSeen() {
        var cookie = node.cookie("seen@example.org", node.moderator("seen@example.org", Role.OWNER, "plage"));
        var seen = "SELECT count(*) FROM sessions s JOIN moderators m ON m.id = s.moderator_id"
                + " WHERE m.email = 'seen@example.org' AND s.seen_at > now() - interval '1 minute'";
        node.sql("UPDATE sessions SET seen_at = now() - interval '10 minutes'");
        assertThat(node.count(seen)).isZero();
        who("Cookie", cookie);
        assertThat(node.count(seen)).isOne();
    }

    @Test
    void reset_givesANewPasswordAndSignsOut() {
        var old = node.moderator("reset@example.org", Role.OWNER, "plage");
        var cookie = node.cookie("reset@example.org", old);
        var password = await(node.moderators.reset("reset@example.org"));
        assertThat(who("Cookie", cookie)).isEqualTo(401);
        assertThat(signIn("reset@example.org", old).statusCode()).isEqualTo(401);
        assertThat(signIn("reset@example.org", password).statusCode()).isEqualTo(200);
    }

    @Test
    void roleChanges_endSessionsAndTokens() {
        var email = "demoted@example.org";
        var password = node.moderator(email, Role.MODERATOR, "plage", "ville");
        assertEnds(email, password, () -> await(node.moderators.changeRole(email, "plage", Role.READER, false)));
        assertEnds(email, password, () -> await(node.moderators.add(email, List.of("plage"), Role.MODERATOR)));
        assertEnds(email, password, () -> await(node.moderators.remove(email, "plage", false)));
        assertEnds(email, password, () -> await(node.moderators.reset(email)));
        var again = await(node.moderators.reset(email));
        assertEnds(email, again, () -> await(node.moderators.remove(email, false)));
        assertThat(signIn(email, again).statusCode()).isEqualTo(401);
    }

    @Test
    void roles_onMoreSitesEndNothing() {
        var cookie = node.cookie("more@example.org", node.moderator("more@example.org", Role.MODERATOR, "plage"));
        var bearer = node.bearer("more@example.org");
        await(node.moderators.add("more@example.org", List.of("plage", "ville"), Role.MODERATOR));
        assertThat(who("Cookie", cookie)).isEqualTo(200);
        assertThat(who("Authorization", bearer)).isEqualTo(200);
    }

    private static void assertEnds(String email, String password, Runnable change) {
        var cookie = node.cookie(email, password);
        var bearer = node.bearer(email);
        assertThat(who("Cookie", cookie)).isEqualTo(200);
        assertThat(who("Authorization", bearer)).isEqualTo(200);
        change.run();
        assertThat(who("Cookie", cookie)).isEqualTo(401);
        assertThat(who("Authorization", bearer)).isEqualTo(401);
    }

    @Test
    void session_refusesACodeBecauseNoAccountHasASecondFactor() {
        var password = node.moderator("code@example.org", Role.OWNER, "plage");
        var answer =
                node.post(SESSION, credentials("code@example.org", password).put("code", "123456"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("second_factor_not_offered");
        assertThat(node.post(SESSION, credentials("code@example.org", password).put("code", ""))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // method, Sec-Fetch-Site, Origin, expected with a cookie, expected at sign-in
                "same-origin, -, 200, 200",
                "same-origin, https://evil.example, 200, 200",
                "same-site, SELF, 403, 403",
                "cross-site, -, 403, 403",
                "cross-site, SELF, 403, 403",
                "none, -, 403, 403",
                "SAME-ORIGIN, -, 403, 403",
                "-, SELF, 200, 200",
                "-, null, 403, 403",
                "-, https://evil.example, 403, 403",
                "-, SELF.evil.example, 403, 403",
                "-, SELF/, 403, 403",
                "-, -, 403, 200"
            })
    void changesByCookie_needOurOwnPage(String fetchSite, String origin, int byCookie, int atSignIn) {
        var email = UUID.randomUUID() + "@example.org";
        var password = node.moderator(email, Role.OWNER, "plage");
        var cookie = node.cookie(email, password);
        var headers = new java.util.ArrayList<String>();
        if (fetchSite != null) {
            headers.addAll(List.of("Sec-Fetch-Site", fetchSite));
        }
        if (origin != null) {
            headers.addAll(List.of("Origin", origin.replace("SELF", node.links.origin())));
        }
        assertThat(node.post(SESSION, credentials(email, password), headers.toArray(String[]::new))
                        .statusCode())
                .isEqualTo(atSignIn);
        headers.addAll(List.of("Cookie", cookie));
        var all = headers.toArray(String[]::new);
        assertThat(node.post("/who", new JsonObject(), all).statusCode()).isEqualTo(byCookie);
        assertThat(node.get("/who", all).statusCode()).isEqualTo(200);
        var ended = node.postForm(SESSION + "/end", "", all).statusCode();
        assertThat(ended).isEqualTo(byCookie == 200 ? 204 : 403);
        assertThat(node.get("/who", "Cookie", cookie).statusCode()).isEqualTo(byCookie == 200 ? 401 : 200);
    }

    @Test
    void bearer_needsNoOriginAndIsRevocableOnEveryNode() {
        node.moderator("program@example.org", Role.MODERATOR, "plage");
        var created = await(node.tokens.create("program@example.org", java.time.Duration.ofDays(30)));
        var bearer = "Bearer " + created.text();
        assertThat(otherNode
                        .post("/who", new JsonObject(), "Authorization", bearer)
                        .statusCode())
                .isEqualTo(200);
        assertThat(who("Authorization", "bearer " + created.text())).isEqualTo(200);
        await(otherNode.tokens.revoke(created.id()));
        assertThat(who("Authorization", bearer)).isEqualTo(401);
        assertThat(await(node.tokens.list()))
                .filteredOn(listed -> listed.id().equals(created.id()))
                .singleElement()
                .satisfies(listed -> assertThat(listed.revokedAt()).isNotNull());
    }

    @Test
    void bearer_endsByItselfAndIsNothingElse() {
        node.moderator("over@example.org", Role.MODERATOR, "plage");
        var bearer = node.bearer("over@example.org");
        assertThat(who("Authorization", "Basic " + bearer.substring(7))).isEqualTo(401);
        assertThat(who("Authorization", bearer + "x")).isEqualTo(401);
        assertThat(who("Authorization", "Bearer ")).isEqualTo(401);
        node.sql("UPDATE api_tokens SET expires_at = now() - interval '2 minutes'");
        assertThat(who("Authorization", bearer)).isEqualTo(401);
    }

    @Test
    void who_answersNobodyWithoutCredentials() {
        var answer = node.get("/who");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("sign_in_needed");
    }

    private static int who(String... headers) {
        return node.get("/who", headers).statusCode();
    }

    private static HttpResponse<String> signIn(String email, String password) {
        return node.post(SESSION, credentials(email, password));
    }

    private static JsonObject credentials(String email, String password) {
        return new JsonObject().put("email", email).put("password", password);
    }
}
