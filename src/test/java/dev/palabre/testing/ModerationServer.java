package dev.palabre.testing;

import dev.palabre.auth.ApiTokens;
import dev.palabre.auth.Authenticator;
import dev.palabre.auth.Moderators;
import dev.palabre.auth.Passwords;
import dev.palabre.auth.Role;
import dev.palabre.auth.SessionApiRoutes;
import dev.palabre.auth.Sessions;
import dev.palabre.auth.SignIn;
import dev.palabre.comment.CommentModule;
import dev.palabre.comment.lifecycle.PageTitles;
import dev.palabre.comment.write.Comments;
import dev.palabre.console.ConsoleModule;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.KeyRing;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Database;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.db.Notifications;
import dev.palabre.http.AllowedMethods;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.Edge;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RateLimit.Rate;
import dev.palabre.http.RequestBody;
import dev.palabre.mail.outbox.Bounces;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.outbox.Recipients;
import dev.palabre.mail.template.Mail;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.moderation.Moderation;
import dev.palabre.moderation.ModerationModule;
import dev.palabre.problem.Problem;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A node with the moderators' rooms only, on a database of its own or one shared with another node. */
public final class ModerationServer implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public final Vertx vertx = Vertx.vertx();
    public final DatabaseAddress address;
    public final Database database;
    public final Notifications changes;
    public final Messages messages = new Messages();
    public final KeyRing keys = KeyRing.parse("cGFsYWJyZS10ZXN0LXNlY3JldC1vZi0zMi1ieXRlcyE=");
    public final Sites sites;
    public final Moderators moderators;
    public final Sessions sessions;
    public final ApiTokens tokens;
    public final Authenticator authenticate;
    public final SignIn signIn;
    public final PublicUrl links;
    public final Templates templates;
    public final Outbox outbox;

    private final HttpServer server;

    /** A node on a new database. */
    public ModerationServer() {
        this(Postgres.fresh(), (node, router) -> {});
    }

    /** A node on this database, with more routes. */
    public ModerationServer(DatabaseAddress address, BiConsumer<ModerationServer, Router> more) {
        this.address = address;
        database = new Database(vertx, address, new Database.Limits(6, 100, 5_000));
        changes = new Notifications(vertx, address);
        await(changes.start());
        sites = new Sites(database, changes, Set.of());
        var passwords = new Passwords(vertx);
        moderators = new Moderators(database, sites, passwords);
        sessions = new Sessions(database, java.time.Duration.ofMinutes(30), java.time.Duration.ofHours(12));
        tokens = new ApiTokens(database, new JwtTokens(keys, Clock.systemUTC()), moderators, Clock.systemUTC());
        var router = Router.router(vertx);
        var handler = new AtomicReference<Handler<HttpServerRequest>>(Edge::notYet);
        server = await(vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(request -> handler.get().handle(request))
                .listen(0, "127.0.0.1"));
        links = new PublicUrl("http://127.0.0.1:" + server.actualPort());
        authenticate = new Authenticator(sessions, tokens, links);
        signIn = new SignIn(
                database,
                passwords,
                sessions,
                new ClientAddresses(List.of("127.0.0.1")),
                links,
                Rate.parse("1000/m"),
                new JwtTokens(keys, Clock.systemUTC()));
        templates = new Templates(
                messages,
                Stream.of(MailRenderer.TEMPLATES, CommentModule.TEMPLATES, ConsoleModule.TEMPLATES, List.of("problem"))
                        .flatMap(List::stream)
                        .toList());
        var composers = new MailComposers();
        outbox = new Outbox(database, sites, links, composers, this::recipients);
        var comments = new Comments(database, changes, outbox);
        var moderation = new Moderation(database, comments, keys, messages);
        var room = new ModerationModule(
                moderation,
                new PageTitles(database, changes),
                authenticate,
                database,
                new Bounces(vertx, database),
                sites,
                new MailRenderer(templates, messages),
                messages,
                links);
        room.write(composers);
        for (var kind : List.of(Comments.PUBLISHED, Comments.REJECTED, Comments.REMOVED)) {
            composers.register(
                    kind,
                    letter -> Future.succeededFuture(
                            Optional.of(new Mail(kind, "About " + letter.subjectId(), "<p>About</p>"))));
        }
        var edge = new Edge(Set.of("127.0.0.1:" + server.actualPort()), AllowedMethods.of(router, ""), false, false);
        router.route().handler(edge);
        router.route().handler(RequestBody.reader(64 * 1024, 10_000));
        router.route().handler(RequestBody.refuser());
        new SessionApiRoutes(signIn, sites).mount(router);
        room.mount(router);
        var failures = new ErrorHandler(messages, templates, links);
        var chrome = new ConsoleLayout(templates, messages, links, none -> 0);
        new ConsoleModule(moderation, authenticate, signIn, sites, outbox, chrome, failures).mount(router);
        more.accept(this, router);
        router.route().handler(ctx -> ctx.fail(Problem.notFound()));
        router.route().failureHandler(failures.handler());
        handler.set(edge.before(request -> false, router));
    }

    /** Adds a site whose pages are at {@code https://<key>.example}. */
    public int site(String key) {
        await(sites.add(key, "Site " + key, List.of("https://" + key + ".example"), Map.of()));
        return await(sites.require(key)).id();
    }

    /** Adds a moderator; returns the password. */
    public String moderator(String email, Role role, String... siteKeys) {
        return String.valueOf(
                await(moderators.add(email, List.of(siteKeys), role)).password());
    }

    /** A bearer token of a moderator, as the header's value. */
    public String bearer(String email) {
        return "Bearer " + await(tokens.create(email, Duration.ofHours(1))).text();
    }

    /** Signs in as a program would; returns the cookie as a browser sends it back. */
    public String cookie(String email, String password) {
        var answer = post(
                "/api/moderation/session", new JsonObject().put("email", email).put("password", password));
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public HttpResponse<String> post(String path, JsonObject body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }

    public HttpResponse<String> postForm(String path, String form, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** Runs a statement. */
    public RowSet<Row> sql(String statement, Object... values) {
        return await(database.query(client -> client.preparedQuery(statement).execute(Tuple.wrap(List.of(values)))));
    }

    /** The single whole number that a statement returns. */
    public long count(String statement, Object... values) {
        return sql(statement, values).iterator().next().getLong(0);
    }

    /** Waits for a future of any thread. */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private Future<List<Recipients.Recipient>> recipients(int siteId) {
        return moderators.moderatorsOf(siteId).map(all -> all.stream()
                .map(each -> new Recipients.Recipient(each.id(), each.email(), each.lang()))
                .toList());
    }

    /** Puts a comment into the database as if it had been submitted just now; returns its id. */
    public UUID comment(int siteId, String status, String text) {
        return comment(siteId, status, text, "Awa Diop", "awa@example.org");
    }

    /** Puts a comment of somebody into the database. */
    public UUID comment(int siteId, String status, String text, String name, String email) {
        var id = UuidV7.next();
        var address = UuidV7.next();
        sql(
                "INSERT INTO threads (site_id, id, page_key, url, title, published)"
                        + " VALUES ($1, $2, '/article', 'https://page.example/article', 'L’article', 0)"
                        + " ON CONFLICT DO NOTHING",
                siteId,
                UuidV7.next());
        sql(
                "INSERT INTO addresses (site_id, id, email) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                siteId,
                address,
                email);
        sql(
                "INSERT INTO comments (site_id, id, thread_id, status, text, html, lang, name, address_id, receipt_key,"
                        + " published_at) SELECT $1, $2, t.id, $3, $4, '<p>html</p>', 'fr', $5,"
                        + " (SELECT id FROM addresses WHERE site_id = $1 AND email = $6), $7,"
                        + " CASE WHEN $3 IN ('published', 'removed') THEN now() END FROM threads t WHERE t.site_id = $1",
                siteId,
                id,
                status,
                text,
                name,
                email,
                keys.current());
        sql(
                "UPDATE threads SET published = (SELECT count(*) FROM comments WHERE site_id = $1 AND status = 'published')"
                        + " WHERE site_id = $1",
                siteId);
        return id;
    }

    @Override
    public void close() {
        await(server.close());
        await(changes.close());
        await(database.close());
        await(vertx.close());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var builder = HttpRequest.newBuilder(URI.create(links.to(path)));
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
