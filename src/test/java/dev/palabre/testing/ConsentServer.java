package dev.palabre.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.consent.ConsentModule;
import dev.palabre.consent.choice.ChoiceLimits;
import dev.palabre.consent.policy.Catalogue;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.Publication;
import dev.palabre.consent.policy.SiteAccess;
import dev.palabre.consent.proof.ConsentRecords;
import dev.palabre.consent.publishing.PolicyPublishing;
import dev.palabre.crypto.KeyRing;
import dev.palabre.db.Database;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.db.Notifications;
import dev.palabre.http.AllowedMethods;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Edge;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Pages;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RequestBody;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.SiteHandler;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import dev.palabre.text.CanonicalJson;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A node with the consent room only; its clock goes by hand. */
public final class ConsentServer implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00.123456Z"));
    public final Sites sites;
    public final PublicUrl links;
    public final PolicyPublishing publications;

    public final Path dataFolder = folder();
    public final ConsentModule room;
    public final Database database;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final String base;

    public ConsentServer() {
        this(Postgres.fresh(), "1000/m");
    }

    public ConsentServer(DatabaseAddress address, String limit) {
        this(address, limit, null);
    }

    /** A node that readers reach at a public address. */
    public static ConsentServer at(String publicUrl) {
        return new ConsentServer(Postgres.fresh(), "1000/m", publicUrl);
    }

    private ConsentServer(DatabaseAddress address, String limit, @Nullable String publicUrl) {
        database = new Database(vertx, address, new Database.Limits(6, 100, 5_000));
        var changes = new Notifications(vertx, address);
        sites = new Sites(database, changes, Catalogue.names());
        var router = Router.router(vertx);
        var front = new AtomicReference<Handler<HttpServerRequest>>(router);
        server = await(vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(request -> front.get().handle(request))
                .listen(0, "127.0.0.1"));
        base = "http://127.0.0.1:" + server.actualPort();
        links = new PublicUrl(publicUrl == null ? base : publicUrl);
        var messages = new Messages();
        var names = new ArrayList<>(ConsentModule.TEMPLATES);
        names.add("problem");
        var templates = new Templates(messages, names);
        publications = new PolicyPublishing(database, changes, messages, "bundle");
        var keys = KeyRing.parse("cGFsYWJyZS10ZXN0LXNlY3JldC1vZi0zMi1ieXRlcyE=");
        router.route().failureHandler(new ErrorHandler(messages, templates, links).handler());
        var edge = new Edge(Set.of("127.0.0.1:" + server.actualPort()), AllowedMethods.of(router, ""), false, false);
        front.set(edge.before(request -> false, router));
        router.route().handler(edge);
        router.route().handler(RequestBody.reader(64 * 1024, 10_000));
        new SiteHandler(sites, links, messages).mount(router);
        router.route().handler(RequestBody.refuser());
        room = new ConsentModule(
                vertx,
                database,
                changes,
                sites,
                keys,
                now::get,
                templates,
                new Pages(templates, messages, new ErrorHandler(messages, templates, links), links),
                new ChoiceLimits(RateLimit.Rate.parse(limit), RateLimit.Rate.parse("0"), RateLimit.Rate.parse(limit)),
                new ClientLimit(new ClientAddresses(List.of()), new RateLimit(RateLimit.Rate.parse("0"))),
                this::seats,
                "bundle",
                dataFolder);
        room.mount(router);
    }

    /** Adds a site with these purposes at {@code https://<key>.example}; returns its origin. */
    public String site(String key, String purposes) {
        var origin = "https://" + key + ".example";
        await(sites.add(key, "Site " + key, List.of(origin), Map.of("purposes", purposes)));
        return origin;
    }

    /** Publishes what a file holds. */
    public Publication publish(String key, String json) {
        var site = await(sites.require(key));
        assertThat(await(publications.importFile(site, json, null))).isEmpty();
        return await(publications.publish(site, null, null)).published().orElseThrow();
    }

    /** The version in force of a site. */
    public String version(String key) {
        return new JsonObject(get("/api/sites/" + key + "/consent").body()).getString("version");
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public HttpResponse<String> choose(String key, JsonObject body, String... headers) {
        return send(request("/api/sites/" + key + "/consent", headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    public HttpResponse<String> chooseByForm(String key, String form, String... headers) {
        return send(request("/api/sites/" + key + "/consent", headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** Records of this server's database, as the command line sees them. */
    public ConsentRecords records() {
        return new ConsentRecords(vertx, database, dataFolder);
    }

    public Site site(String key) {
        return await(sites.require(key));
    }

    public HttpResponse<String> post(String path, JsonObject body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    /** Publishes a policy of a site, as its owner would. */
    public void publish(String key, PolicyDefinition source) {
        sql("""
                INSERT INTO policy_publications (site_id, number, source)
                VALUES ($1, 1, $2::text::jsonb)
                """, site(key).id(), CanonicalJson.text(source.document()));
    }

    public RowSet<Row> sql(String statement, Object... values) {
        return await(database.query(client -> client.preparedQuery(statement).execute(Tuple.wrap(List.of(values)))));
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(server.close());
        await(database.close());
        await(vertx.close());
    }

    /** Whoever says "owner" or "reader" is one, of all sites. */
    private Future<List<SiteAccess.Seat>> seats(RoutingContext ctx) {
        var who = ctx.request().getHeader("Authorization");
        if (who == null) {
            return Future.failedFuture(Problem.of(Problem.Kind.UNAUTHENTICATED, "sign_in_needed"));
        }
        var named = ctx.queryParam("site");
        return sites.list().map(all -> all.stream()
                .filter(site -> named.isEmpty() || named.contains(site.key()))
                .map(site -> new SiteAccess.Seat(site, who.equals("owner")))
                .toList());
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("palabre-consent");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var builder = HttpRequest.newBuilder(URI.create(base + path));
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
