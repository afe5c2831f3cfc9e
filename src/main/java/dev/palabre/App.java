package dev.palabre;

import dev.palabre.author.AuthorRoom;
import dev.palabre.author.MailedLinks;
import dev.palabre.comment.Authors;
import dev.palabre.comment.CommentRoom;
import dev.palabre.comment.Comments;
import dev.palabre.comment.Edits;
import dev.palabre.comment.Erasure;
import dev.palabre.comment.Receipts;
import dev.palabre.comment.Threads;
import dev.palabre.consent.ConsentRoom;
import dev.palabre.consent.ConsentSeats;
import dev.palabre.consent.console.ConsentDesk;
import dev.palabre.guard.Guard;
import dev.palabre.guard.Rates;
import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Edge;
import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.HealthRoutes;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Paths;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Voice;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.kernel.token.Tokens;
import dev.palabre.mail.Composers;
import dev.palabre.mail.LinkRates;
import dev.palabre.mail.MailRenderer;
import dev.palabre.mail.Outbox;
import dev.palabre.mail.OutboxWorker;
import dev.palabre.mail.Postman;
import dev.palabre.mail.Recipients;
import dev.palabre.moderation.Moderation;
import dev.palabre.moderation.ModerationRoom;
import dev.palabre.moderation.Scope;
import dev.palabre.moderation.console.Chrome;
import dev.palabre.moderation.console.Console;
import dev.palabre.retention.console.RetentionDesk;
import dev.palabre.signin.ApiTokens;
import dev.palabre.signin.Authenticate;
import dev.palabre.signin.Moderators;
import dev.palabre.signin.Passwords;
import dev.palabre.signin.Sessions;
import dev.palabre.signin.SignIn;
import dev.palabre.signin.SigninRoutes;
import dev.palabre.site.SiteDoor;
import dev.palabre.widget.AssetRoutes;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The composition root: makes every object once, in order, and hands each the few values that it needs. */
final class App implements AutoCloseable {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final Foundations ground;
    private final Links links;
    private final int port;
    private @Nullable Listener listener;
    private @Nullable OutboxWorker worker;
    private @Nullable ConsentRoom consent;
    private @Nullable Keeping keeping;

    private App(Foundations ground, Links links, int port) {
        this.ground = ground;
        this.links = links;
        this.port = port;
    }

    /** Starts the server on these foundations; blocks until it answers. */
    static App start(Config config, Foundations ground) {
        var listener = Foundations.await(Listener.bind(ground.vertx(), config, loops(config)));
        var links = Hosts.links(config, listener.port());
        var app = new App(ground, links, listener.port());
        app.listener = listener;
        var rooms = app.rooms(config);
        Foundations.await(ground.changes().start());
        app.manage(config);
        listener.serve(app.edge(config, rooms, listener.port()));
        return app;
    }

    /** Every route, without a server that listens. */
    static List<Route> routes(Config config, Foundations ground) {
        return new App(ground, Hosts.links(config, config.port()), config.port())
                .rooms(config)
                .router()
                .getRoutes();
    }

    /** The public address. */
    String url() {
        return links.base();
    }

    /** The port that it listens on. */
    int port() {
        return port;
    }

    /** Nothing new comes in, what is under way is answered and sent, and only then goes what it stands on. */
    @Override
    public void close() {
        Future<Void> answered = listener == null ? Future.succeededFuture() : listener.drain(LAST_ANSWERS);
        // What is on its way may take longer than anybody waits for a server to stop: its lease brings it back.
        Future<Void> sent = worker == null ? Future.succeededFuture() : worker.stop();
        Foundations.await(Future.join(answered, sent)
                .timeout(LAST_ANSWERS.toMillis() + 500, TimeUnit.MILLISECONDS)
                .otherwiseEmpty());
        if (consent != null) {
            Foundations.await(consent.stop().otherwiseEmpty());
        }
        if (keeping != null) {
            Foundations.await(keeping.room().stop().otherwiseEmpty());
        }
        ground.close();
    }

    /** All routes, and the answers that need none. */
    private record Rooms(Router router, Paths paths, Predicate<HttpServerRequest> ready) {}

    private Rooms rooms(Config config) {
        var vertx = ground.vertx();
        var database = ground.database();
        var messages = new Messages();
        var templates = new Templates(messages, templates());
        var failures = new Failures(messages, templates, links);
        var voice = new Voice(messages, templates, failures, links);
        var receipts = new Receipts(ground.keys(), links);
        var composers = new Composers();
        var mails = new MailRenderer(templates, messages);
        var passwords = new Passwords(vertx);
        var moderators = new Moderators(database, ground.sites(), passwords);
        var outbox = new Outbox(database, ground.sites(), links, composers, recipients(moderators));
        var linkRates = new LinkRates(ground.keys(), config.linksAddress(), config.linksSite(), config.linksServer());
        var comments = new Comments(database, ground.changes(), receipts, outbox, linkRates, config.queueMax());
        var threads = new Threads(vertx, database, ground.changes(), config.cacheBytes());
        var reads = new RateLimit(config.read());
        var guard = new Guard(ground.keys(), Duration.ofMillis(config.minMillis()));
        var room = new CommentRoom(
                comments,
                threads,
                receipts,
                ground.sites(),
                mails,
                voice,
                new CommentRoom.Door(config.visitors(), guard, new Rates(config.submit(), config.submitSite()), reads));
        room.write(composers);

        var router = Router.router(vertx);
        router.route().failureHandler(failures.handler());
        router.route().handler(Bodies.reader(config.bodyBytes(), config.bodyMillis()));
        new SiteDoor(ground.sites(), links, messages).mount(router);
        router.route().handler(Bodies.refuser());
        room.mount(router);
        AssetRoutes.mount(router);
        var sessions = new Sessions(database, config.sessionIdle(), config.sessionLongest());
        var signIn = new SignIn(database, passwords, sessions, config.visitors(), links, config.signin());
        new SigninRoutes(signIn, ground.sites()).mount(router);
        var signed = new Tokens(ground.keys(), Clock.systemUTC());
        var tokens = new ApiTokens(database, signed, moderators, Clock.systemUTC());
        var authenticate = new Authenticate(sessions, tokens, links);
        var moderation = new Moderation(database, comments, ground.keys(), messages);
        var moderationRoom =
                new ModerationRoom(moderation, authenticate, database, ground.sites(), mails, messages, links);
        moderationRoom.mount(router);
        moderationRoom.write(composers);
        var erasure = new Erasure(comments, outbox, moderation::forget);
        keeping = new Keeping(ground, config.dataDir(), comments, erasure, Clock.systemUTC());
        keeping.room().start();
        new RetentionDesk(keeping.room().retention(), ground.sites(), authenticate, voice).mount(router);
        var mailed = new MailedLinks(database, signed, Clock.systemUTC());
        var author = new AuthorRoom(
                new AuthorRoom.Ground(database, ground.sites(), outbox, mailed, mails, voice),
                new AuthorRoom.Works(
                        comments,
                        new Authors(database, comments, receipts, outbox),
                        new Edits(database, comments, guard, outbox),
                        erasure,
                        receipts),
                new AuthorRoom.Door(config.visitors(), reads, new RateLimit(config.links()), linkRates));
        author.mount(router);
        author.write(composers);
        new Console(moderation, authenticate, signIn, ground.sites(), outbox, voice).mount(router);
        send(config, outbox, composers);
        var asking = new ConsentRoom(
                new ConsentRoom.Ground(
                        vertx,
                        database,
                        ground.changes(),
                        ground.sites(),
                        ground.keys(),
                        Clock.systemUTC(),
                        AssetRoutes.digest(),
                        config.dataDir()),
                new ConsentRoom.Voice(templates, messages, links),
                new ConsentRoom.Limits(new RateLimit(config.consent()), reads),
                config.visitors(),
                seats(authenticate));
        asking.mount(router);
        asking.start();
        consent = asking;
        new ConsentDesk(
                        asking,
                        ground.sites(),
                        (site, lang) -> asking.memory(site).explanation(lang, messages),
                        new ConsentDesk.Console(authenticate, new Chrome(templates, messages, links), failures))
                .mount(router);
        health().mount(router);
        new Sweep(database, outbox, sessions, tokens, mailed, config.outboxKeep()).hourly(vertx);
        var paths = Paths.of(router, links.mount());
        router.route().handler(paths::last);
        return new Rooms(router, paths, room::answer);
    }

    /** The edge before the rooms, at the root and under the path of the public address. */
    private Handler<HttpServerRequest> edge(Config config, Rooms rooms, int port) {
        var root = Router.router(ground.vertx());
        var edge = new Edge(Hosts.of(config, links, port), rooms.paths(), links.secure(), config.accessLog());
        root.route().handler(edge);
        if (!links.mount().isEmpty()) {
            root.route(links.mount() + "/*").subRouter(rooms.router());
        }
        root.route("/*").subRouter(rooms.router());
        return edge.before(rooms.ready(), root);
    }

    /** The consent room knows no moderators: this tells it who asks. */
    private ConsentSeats seats(Authenticate authenticate) {
        return ctx -> authenticate
                .caller(ctx)
                .compose(caller -> Scope.of(ground.sites(), caller, Params.query(ctx, "site")))
                .map(scope -> scope.chosen().stream()
                        .map(site -> new ConsentSeats.Seat(site, scope.caller().canDecide(site.id())))
                        .toList());
    }

    private HealthRoutes health() {
        return new HealthRoutes(
                () -> ground.database().query(client -> client.query("SELECT 1").execute()));
    }

    private void manage(Config config) {
        if (config.managementPort() != null && ground.metrics() != null) {
            var bound = Management.listen(
                    ground.vertx(), config.host(), config.managementPort(), health(), ground.metrics());
            Foundations.await(Ports.named(bound, config.managementPort(), Ports.option(Option.MANAGEMENT_PORT)));
        }
    }

    private static List<String> templates() {
        return Stream.of(
                        CommentRoom.TEMPLATES,
                        MailRenderer.TEMPLATES,
                        AuthorRoom.TEMPLATES,
                        ConsentRoom.TEMPLATES,
                        ConsentDesk.TEMPLATES,
                        Console.TEMPLATES,
                        RetentionDesk.TEMPLATES,
                        List.of("problem"))
                .flatMap(List::stream)
                .toList();
    }

    private void send(Config config, Outbox outbox, Composers composers) {
        if (config.smtp() == null || config.mailFrom() == null) {
            return;
        }
        var postman = new Postman(config.smtp(), config.mailFrom(), config.dkim());
        worker = new OutboxWorker(
                ground.vertx(),
                ground.database(),
                outbox,
                composers,
                postman,
                OutboxWorker.Options.DEFAULT.perAddress(config.mailsPerAddress()));
        worker.start();
    }

    private static Recipients recipients(Moderators moderators) {
        return siteId -> moderators.moderatorsOf(siteId).map(all -> all.stream()
                .map(each -> new Recipients.Recipient(each.id(), each.email(), each.lang()))
                .toList());
    }

    private static int loops(Config config) {
        return config.eventLoops() > 0
                ? config.eventLoops()
                : Runtime.getRuntime().availableProcessors();
    }
}
