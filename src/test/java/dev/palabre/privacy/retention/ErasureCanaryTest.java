package dev.palabre.privacy.retention;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.Main;
import dev.palabre.auth.Role;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.config.Option;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.server.Infrastructure;
import dev.palabre.testing.Backup;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.LogCapture;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.PersonalDataProbe;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person who is erased is nowhere any more: not in the database, at no node, in no log, file or mail; nor after a restore. */
@Tag("server")
final class ErasureCanaryTest {
    private static final String EMAIL = "Quetzalia.Zanzibar@canari-unique.example";
    private static final String NEXT = "nouvelle.adresse@canari-second.example";
    private static final PersonalDataProbe CANARIES = new PersonalDataProbe(
            List.of(
                    "Quétzalia",
                    "O'Zanzibarre",
                    "Kumquatelle & fils",
                    "Mandragorine",
                    "Borborygmique",
                    "Xylophonesque",
                    "Philtrum",
                    NEXT),
            EMAIL);

    private final DatabaseAddress database = Postgres.fresh();
    private final LogCapture log = new LogCapture();
    private final MailServer letterbox = new MailServer();
    private final List<String> receipts = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final String page = CommentDriver.page();
    private TestServer here;
    private TestServer there;
    private CommentDriver desk;
    private String token = "";
    private String cookie = "";

    @BeforeEach
    void start() {
        here = TestServer.join(database, letterbox.options(Map.of(Option.ACCESS_LOG, "true")))
                .site("lsi", SITE, Map.of());
        there = TestServer.join(database, Map.of(Option.ACCESS_LOG, "true"));
        desk = new CommentDriver(here);
        token = here.token("owner@example.org", Role.OWNER, "lsi");
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        letterbox.close();
        log.close();
    }

    @Test
    void L59_erasedPersonIsNowhereAnyMoreAndBefore_isFound() {
        live();
        var before = CANARIES.in(everything(database, here, there));
        assertThat(before.keySet())
                .contains(
                        "table addresses",
                        "table comments",
                        "table comment_edits",
                        "table decisions",
                        "table requests",
                        "table status_changes");
        assertThat(before.keySet().stream().map(where -> where.replaceFirst("^\\d ", "")))
                .contains(
                        "thread application/json",
                        "thread text/html",
                        "thread application/vnd.palabre.nodes+json",
                        "own",
                        "status page",
                        "queue by name",
                        "queue by address",
                        "queue by text",
                        "archive",
                        "audit",
                        "console",
                        "requests",
                        "mails",
                        "mine");
        assertThat(before.values().stream().flatMap(List::stream))
                .contains(
                        "Quétzalia", "O'Zanzibarre in HTML", "Mandragorine", "Borborygmique", "Philtrum", EMAIL, NEXT);

        erase();
        assertNowhere(database, here, there);
        assertThat(desk.count("SELECT count(*)::int FROM comments WHERE status = 'erased'"))
                .isEqualTo(ids.size());
        assertThat(desk.count("SELECT count(*)::int FROM decisions")).isPositive();
    }

    @Test
    void backup_thatBringsAPersonBackIsErasedAgain() {
        live();
        var backup = Backup.of(database);
        erase();
        assertThat(CANARIES.in(Backup.of(database).texts())).isEmpty();
        for (var node : List.of(here, there)) {
            assertThat(CommentDriver.within(
                            5_000, () -> Backup.files(node.config().dataDir()).values().stream()
                                    .anyMatch(text -> text.contains(ids.get(0)))))
                    .isTrue();
            var restored = Postgres.fresh();
            backup.restore(restored);
            assertThat(CANARIES.in(Backup.of(restored).texts()).keySet())
                    .contains("table addresses".substring(6), "comments", "comment_edits", "decisions");
            var file = node.config().dataDir().resolve("erasures.jsonl");
            assertThat(replay(restored, file)).isEqualTo("comment\t6\t6\naddress\t2\t1\nconsent\t0\t0\n");
            assertThat(replay(restored, file)).isEqualTo("comment\t6\t0\naddress\t2\t0\nconsent\t0\t0\n");
            try (var first = TestServer.join(restored, Map.of(Option.ACCESS_LOG, "true"));
                    var second = TestServer.join(restored, Map.of())) {
                assertNowhere(restored, first, second);
            }
        }
    }

    /** Somebody writes, changes, is answered, and uses every right. */
    private void live() {
        var first = submit("Mandragorine");
        here.form("/c/" + first.getString("receipt") + "/edit", "text=Kumquatelle+%26+fils");
        decide(first, "publish", null, "Xylophonesque");
        decide(submit("Kumquatelle & fils"), "reject", "«Kumquatelle & fils»: Borborygmique", "Xylophonesque");
        decide(submit("Kumquatelle & fils"), "publish", null, null);
        decide(submit("Philtrum"), "spam", null, null);
        submit("Philtrum");
        Infrastructure.await(here.ground().sites().set("lsi", Map.of("verification", "on")));
        submit("Philtrum");
        Infrastructure.await(here.ground().sites().set("lsi", Map.of("verification", "")));
        here.form("/c/" + first.getString("receipt") + "/correct", "");
        here.form(
                letterbox.link(here, EMAIL, 1, "/rights/correct/"),
                "lastName=O%27Zanzibarre&firstName=Qu%C3%A9tzalia&email=" + NEXT);
        letterbox.mail(NEXT, 1);
        here.form("/c/" + first.getString("receipt") + "/renew", "");
        here.form("/sites/lsi/mine", "email=" + EMAIL);
        var entered = here.form(letterbox.link(here, EMAIL, 1, "/mine/link/"), "");
        var set = entered.headers().firstValue("Set-Cookie").orElseThrow();
        cookie = set.substring(0, set.indexOf(';'));
        assertThat(here.get("/sites/lsi/mine/all", "Cookie", cookie).body()).contains("Philtrum");
        ask();
        assertThat(there.get(thread(page)).body()).contains("Kumquatelle");
    }

    private void ask() {
        here.form("/sites/lsi/mine/ask", "kind=object&text=Philtrum", "Cookie", cookie);
        var answer = "/moderation/requests/" + desk.text("SELECT id::text FROM requests") + "/answer";
        here.form(answer, "answer=Voici+Xylophonesque", "Authorization", "Bearer " + token);
        here.form("/sites/lsi/mine/ask", "kind=other&text=Mandragorine", "Cookie", cookie);
        letterbox.link(here, EMAIL, 2, "/sites/lsi/mine");
    }

    /** One comment by a mailed link, the others from «mine». */
    private void erase() {
        here.form("/c/" + receipts.get(2) + "/erase", "");
        assertThat(here.form(letterbox.link(here, EMAIL, 1, "/rights/erase/"), "right=erase")
                        .statusCode())
                .isEqualTo(200);
        letterbox.forget();
        assertThat(here.form("/sites/lsi/mine/erase", "act=1", "Cookie", cookie).statusCode())
                .isEqualTo(200);
        assertThat(CommentDriver.within(
                        2_000, () -> CANARIES.in(there.get(thread(page)).body()).isEmpty()))
                .isTrue();
    }

    private void assertNowhere(DatabaseAddress address, TestServer one, TestServer other) {
        assertThat(CANARIES.in(everything(address, one, other))).isEmpty();
        // Whatever would still be sent is sent by now.
        desk.submit(CommentDriver.page());
        Infrastructure.await(here.ground().sites().set("lsi", Map.of("verification", "on")));
        desk.submit(CommentDriver.draft(CommentDriver.page()).put("email", "after@example.org"));
        letterbox.mail("after@example.org", 1);
        Infrastructure.await(here.ground().sites().set("lsi", Map.of("verification", "")));
        assertThat(CANARIES.in(letterbox.texts())).isEmpty();
        assertThat(log.text()).contains("GET");
        assertThat(CANARIES.in(log.text())).isEmpty();
    }

    private Map<String, String> everything(DatabaseAddress address, TestServer one, TestServer other) {
        var all = new LinkedHashMap<String, String>();
        Backup.of(address).texts().forEach((table, rows) -> all.put("table " + table, rows));
        var node = 1;
        for (var each : List.of(one, other)) {
            var prefix = node++ + " ";
            Backup.files(each.config().dataDir()).forEach((file, text) -> all.put(prefix + file, text));
            answers(each).forEach((what, text) -> all.put(prefix + what, text));
        }
        return all;
    }

    private Map<String, String> answers(TestServer node) {
        var all = new LinkedHashMap<String, String>();
        for (var type : List.of("application/json", "text/html", "application/vnd.palabre.nodes+json")) {
            all.put("thread " + type, node.get(thread(page), "Accept", type).body());
        }
        all.put("counts", node.get("/api/sites/lsi/counts?url=" + page).body());
        all.put(
                "own",
                node.get("/api/sites/lsi/own?url=" + page, "Authorization", "Receipt " + String.join(",", receipts))
                        .body());
        all.put("status page", "");
        for (var receipt : receipts) {
            for (var type : List.of("application/json", "text/html")) {
                all.merge(
                        "status page", node.get("/c/" + receipt, "Accept", type).body(), String::concat);
            }
        }
        all.put("mine", node.get("/sites/lsi/mine/all", "Cookie", cookie).body());
        all.put(
                "mine.json",
                node.get("/sites/lsi/mine/all.json", "Cookie", cookie).body());
        all.put("queue by name", api(node, "comments?limit=500&author=zanzibarre"));
        all.put("queue by address", api(node, "comments?limit=500&author=canari-unique"));
        all.put("queue by text", api(node, "comments?limit=500&q=Kumquatelle"));
        all.put("archive", "");
        all.put("console", "");
        for (var status : CommentStatus.values()) {
            all.merge("archive", api(node, "comments?limit=500&status=" + status.wire()), String::concat);
            all.merge("console", desk(node, "?status=" + status.wire()), String::concat);
        }
        for (var id : ids) {
            all.merge("console", desk(node, "?open=" + id), String::concat);
        }
        all.put("audit", api(node, "audit?limit=500"));
        all.put("statistics", api(node, "statistics"));
        all.put("mails", desk(node, "/mails"));
        all.put("requests", desk(node, "/requests") + api(node, "requests"));
        all.put("retention", desk(node, "/retention/lsi"));
        return all;
    }

    private String api(TestServer node, String path) {
        return signedIn(node, "/api/moderation/" + path);
    }

    private String desk(TestServer node, String path) {
        return signedIn(node, "/moderation" + path);
    }

    private String signedIn(TestServer node, String path) {
        var answer = node.get(path, "Authorization", "Bearer " + token);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private JsonObject submit(String text) {
        var submitted = desk.submit(CommentDriver.draft(page)
                .put("text", text + " " + ids.size())
                .put("firstName", "Quétzalia")
                .put("lastName", "O'Zanzibarre")
                .put("email", EMAIL));
        receipts.add(submitted.getString("receipt"));
        ids.add(submitted.getString("id"));
        return submitted;
    }

    private void decide(JsonObject submitted, String decision, String reason, String note) {
        var ruling =
                new JsonObject().put("decision", decision).put("reason", reason).put("note", note);
        var answer = here.post(
                "/api/moderation/comments/" + submitted.getString("id") + "/decisions",
                ruling.encode(),
                "Authorization",
                "Bearer " + token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private String replay(DatabaseAddress restored, Path file) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
        var code = line.execute(
                "erase",
                "replay",
                file.toString(),
                "--database-url",
                TestServer.url(restored),
                "--data-dir",
                file.resolveSibling("command").toString());
        line.getOut().flush();
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }
}
