package dev.palabre.testing;

import dev.palabre.auth.ApiTokens;
import dev.palabre.auth.Role;
import dev.palabre.cli.ModeratorCommand;
import dev.palabre.config.Config;
import dev.palabre.config.Option;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.server.Application;
import dev.palabre.server.Infrastructure;
import dev.palabre.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The whole server on a free port and a database of its own, as {@code palabre serve} runs it. */
public final class TestServer implements AutoCloseable {
    /** The same on every node of a test. */
    private static final String SECRET = "dGhpcyBpcyB0aGUgc2VjcmV0IG9mIGFsbCB0aGUgdGVzdHM=";

    private static final String FOLDER = "palabre-node";

    private final Infrastructure ground;
    private final Server app;
    private final Config config;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestServer(DatabaseAddress database, Map<Option, String> options, Clock clock) {
        var all = new EnumMap<>(Map.of(
                Option.PORT, "0",
                Option.DATABASE_URL, url(database),
                Option.SECRET, SECRET,
                Option.LIMITS_SUBMIT, "0",
                Option.LIMITS_SUBMIT_SITE, "0",
                Option.LIMITS_READ, "0"));
        all.putAll(options);
        all.computeIfAbsent(Option.DATA_DIR, none -> folder().toString());
        config = Config.read(all, Map.of());
        ground = Infrastructure.open(config, config.databaseLimits(), clock);
        app = Server.start(config, ground);
    }

    /** A server on a new database, with rates off unless the options say otherwise. */
    public static TestServer start(Map<Option, String> options) {
        return start(options, Clock.systemUTC());
    }

    /** The same at the time of another clock. */
    public static TestServer start(Map<Option, String> options, Clock clock) {
        return new TestServer(Postgres.fresh(), options, clock);
    }

    /** A further node on a database that has one already. */
    public static TestServer join(DatabaseAddress database, Map<Option, String> options) {
        return new TestServer(database, options, Clock.systemUTC());
    }

    /** A data folder of its own; nodes of a test are not on one machine. */
    private static Path folder() {
        try {
            return Files.createTempDirectory(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its options. */
    public Config config() {
        return config;
    }

    /** Its public address. */
    public String url() {
        return app.url();
    }

    /** The port that it listens on. */
    public int port() {
        return app.port();
    }

    /** What it does. */
    public Application application() {
        return app.application();
    }

    /** The same application at the time of another clock, on the same database. */
    public Application application(Clock clock) {
        return Application.of(config, ground.at(clock));
    }

    /** What it stands on. */
    public Infrastructure ground() {
        return ground;
    }

    /** Adds a site of one origin; settings are pairs of name and value. */
    public TestServer site(String key, String origin, Map<String, String> settings) {
        Infrastructure.await(ground.sites().add(key, "Site " + key, List.of(origin), settings));
        return this;
    }

    /** A bearer token of a new moderator of these sites. */
    public String token(String email, Role role, String... sites) {
        var moderators = ModeratorCommand.moderators(ground);
        Infrastructure.await(moderators.add(email, List.of(sites), role));
        var tokens = new ApiTokens(
                ground.database(), new JwtTokens(ground.keys(), Clock.systemUTC()), moderators, Clock.systemUTC());
        return Infrastructure.await(tokens.create(email, Duration.ofHours(1))).text();
    }

    /** GETs a path; headers are pairs of name and value. */
    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    /** POSTs JSON to a path. */
    public HttpResponse<String> post(String path, String json, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    /** POSTs a form as one of this server's own pages does. */
    public HttpResponse<String> form(String path, String fields, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofString(fields))
                .build());
    }

    /** Starts a request to a path. */
    public HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** What requests are sent by. */
    public HttpClient client() {
        return http;
    }

    /** Sends a request. */
    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        app.close();
        if (config.dataDir().getFileName().toString().startsWith(FOLDER)) {
            delete(config.dataDir());
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A folder left behind in the temp directory fails no test.
        }
    }

    /** The address of a database as an option takes it. */
    public static String url(DatabaseAddress database) {
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(database.user(), database.password(), database.host(), database.port(), database.database());
    }
}
