package dev.palabre.console.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.config.Option;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What moderators see of consent, with the sign-in of the whole server. */
@Tag("server")
final class ConsentStatisticsTest {
    private static final String DESK = "/api/moderation/consent/";

    @TempDir
    Path data;

    @Test
    void L40_desk_isForThoseWithARoleOnTheSite() {
        try (var server = TestServer.start(Map.of(Option.DATA_DIR, data.toString()))) {
            server.site("lsi", "https://lsi.example", Map.of("purposes", "audience"))
                    .site("autre", "https://autre.example", Map.of("purposes", "audience"));
            var owner = "Bearer " + server.token("owner@example.org", Role.OWNER, "lsi");
            var reader = "Bearer " + server.token("reader@example.org", Role.READER, "lsi");
            var stranger = "Bearer " + server.token("stranger@example.org", Role.OWNER, "autre");
            var id = choose(server).getString("id");

            for (var path : List.of("statistics", "leaks", "memory", "records?site=lsi", "proofs/" + id)) {
                assertThat(server.get(DESK + path).statusCode()).as(path).isEqualTo(401);
                assertThat(server.get(DESK + path, "Authorization", owner).statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            for (var path : List.of("statistics?site=lsi", "leaks?site=lsi", "memory?site=lsi")) {
                assertThat(server.get(DESK + path, "Authorization", reader).statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            for (var path : List.of("records?site=lsi", "proofs/" + id)) {
                assertThat(server.get(DESK + path, "Authorization", reader).statusCode())
                        .as(path)
                        .isEqualTo(403);
                assertThat(server.get(DESK + path, "Authorization", stranger).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void L43_counts_areWrittenBeforeTheServerStops() {
        var database = Postgres.fresh();
        var options = Map.of(Option.DATA_DIR, data.toString());
        try (var server = TestServer.join(database, options)) {
            server.site("lsi", "https://lsi.example", Map.of("purposes", "audience"));
            choose(server);
        }
        try (var server = TestServer.join(database, options)) {
            var token = "Bearer " + server.token("owner@example.org", Role.OWNER, "lsi");
            var answer = server.get(DESK + "statistics", "Authorization", token);
            assertThat(new JsonObject(answer.body())
                            .getJsonArray("days")
                            .getJsonObject(0)
                            .getInteger("accepted"))
                    .isEqualTo(1);
        }
    }

    private static JsonObject choose(TestServer server) {
        var version = new JsonObject(server.get("/api/sites/lsi/consent").body()).getString("version");
        var choice = new JsonObject().put("version", version).put("choices", Map.of("audience", true));
        return new JsonObject(
                server.post("/api/sites/lsi/consent", choice.encode()).body());
    }
}
