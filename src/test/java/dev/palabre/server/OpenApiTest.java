package dev.palabre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Config;
import dev.palabre.crypto.KeyRing;
import dev.palabre.db.Database;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.db.Notifications;
import dev.palabre.site.Sites;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

final class OpenApiTest {
    private static final Path DOC = Path.of("docs/openapi.yaml");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch", "head", "options");

    @Test
    void description_hasEveryRouteAndNoOther() throws IOException {
        assertThat(described()).isEqualTo(routes());
    }

    /** What answers a method at a path; what has no method only stands before others. */
    private static Set<String> routes() {
        var config = Config.read(Map.of(), Map.of());
        var vertx = Vertx.vertx();
        try {
            return Application.of(config, foundations(config, vertx)).router().getRoutes().stream()
                    .filter(route -> route.getPath() != null && route.methods() != null)
                    .flatMap(OpenApiTest::calls)
                    .collect(Collectors.toCollection(TreeSet::new));
        } finally {
            Infrastructure.await(vertx.close());
        }
    }

    /** On a database that nobody connects to. */
    private static Infrastructure foundations(Config config, Vertx vertx) {
        var nowhere = DatabaseAddress.parse("postgresql://nobody@127.0.0.1:1/nothing");
        var database = new Database(vertx, nowhere, config.databaseLimits());
        var changes = new Notifications(vertx, nowhere);
        var keys = KeyRing.parse("dGhpcyBpcyB0aGUgc2VjcmV0IG9mIGFsbCB0aGUgdGVzdHM=");
        return new Infrastructure(
                vertx, null, database, changes, new Sites(database, changes, Set.of()), keys, Clock.systemUTC(), null);
    }

    private static Stream<String> calls(Route route) {
        var path = route.getPath().replaceAll(":(\\w+)", "{$1}");
        return route.methods().stream().map(HttpMethod::name).map(method -> method + " " + path);
    }

    private static Set<String> described() throws IOException {
        var described = new TreeSet<String>();
        paths().forEach((path, item) -> item.keySet().stream()
                .filter(METHODS::contains)
                .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return described;
    }

    private static Map<String, Map<String, Object>> paths() throws IOException {
        Map<String, Map<String, Map<String, Object>>> document =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(DOC));
        return document.getOrDefault("paths", Map.of());
    }
}
