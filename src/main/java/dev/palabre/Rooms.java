package dev.palabre;

import dev.palabre.author.AuthorRoom;
import dev.palabre.author.MailedLinks;
import dev.palabre.author.VisitorRecords;
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
import dev.palabre.follow.FollowRoom;
import dev.palabre.follow.Follows;
import dev.palabre.guard.Guard;
import dev.palabre.guard.Rates;
import dev.palabre.kernel.http.Bodies;
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
import dev.palabre.mail.Bounces;
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
import dev.palabre.notice.NoticeRoom;
import dev.palabre.notice.Notices;
import dev.palabre.request.OpenRequests;
import dev.palabre.request.RequestRoom;
import dev.palabre.request.Requests;
import dev.palabre.request.console.RequestDesk;
import dev.palabre.retention.console.RetentionDesk;
import dev.palabre.signin.ApiTokens;
import dev.palabre.signin.Authenticate;
import dev.palabre.signin.Moderators;
import dev.palabre.signin.Passwords;
import dev.palabre.signin.Sessions;
import dev.palabre.signin.SignIn;
import dev.palabre.signin.SigninRoutes;
import dev.palabre.site.SiteDoor;
import dev.palabre.transfer.TransferRoom;
import dev.palabre.widget.AssetRoutes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The composition root: makes every object once, in order, and hands each the few values that it needs.
 *
 * @param router all routes
 * @param paths what they are called
 * @param ready the answers that need no route
 * @param composers write the mails
 * @param worker sends mail, null where none is sent
 * @param consent counts, and writes what it counted
 * @param keeping erases what is kept no longer, and writes down what was erased
 * @param rounds begin what is done again and again
 */
record Rooms(
        Router router,
        Paths paths,
        Predicate<HttpServerRequest> ready,
        Composers composers,
        @Nullable OutboxWorker worker,
        ConsentRoom consent,
        Keeping keeping,
        List<Runnable> rounds) {

    /** Makes every room on these foundations. */
    static Rooms of(Config config, Foundations ground, Links links) {
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
        var open = new OpenRequests(database, ground.changes());
        var requests = new Requests(database, outbox, open);
        var chrome = new Chrome(templates, messages, links, open::on);
        var linkRates = new LinkRates(ground.keys(), config.linksAddress(), config.linksSite(), config.linksServer());
        var follows = new Follows(database, outbox, messages);
        var comments =
                new Comments(database, ground.changes(), receipts, outbox, linkRates, config.queueMax(), follows);
        var threads = new Threads(vertx, database, ground.changes(), config.cacheBytes());
        var reads = new RateLimit(config.read());
        var guard = new Guard(ground.keys(), Duration.ofMillis(config.minMillis()));
        var notices = new Notices(database, messages);
        var room = new CommentRoom(
                comments,
                threads,
                receipts,
                ground.sites(),
                notices,
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
        new NoticeRoom(notices, voice, config.visitors(), reads).mount(router);
        AssetRoutes.mount(router);
        var sessions = new Sessions(database, config.sessionIdle(), config.sessionLongest());
        var signIn = new SignIn(database, passwords, sessions, config.visitors(), links, config.signin());
        new SigninRoutes(signIn, ground.sites()).mount(router);
        var signed = new Tokens(ground.keys(), Clock.systemUTC());
        var tokens = new ApiTokens(database, signed, moderators, Clock.systemUTC());
        var authenticate = new Authenticate(sessions, tokens, links);
        var moderation = new Moderation(database, comments, ground.keys(), messages);
        var moderationRoom = new ModerationRoom(
                moderation,
                authenticate,
                database,
                new Bounces(vertx, database),
                ground.sites(),
                mails,
                messages,
                links);
        moderationRoom.mount(router);
        moderationRoom.write(composers);
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
                seats(authenticate, ground));
        var erasure = new Erasure(comments, outbox, moderation::forget);
        var keeping = new Keeping(ground, config.dataDir(), comments, erasure, Clock.systemUTC());
        new RetentionDesk(keeping.room().retention(), ground.sites(), authenticate, chrome).mount(router);
        var mailed = new MailedLinks(database, signed, Clock.systemUTC());
        var author = new AuthorRoom(
                new AuthorRoom.Ground(database, ground.sites(), outbox, mailed, mails, voice),
                new AuthorRoom.Works(
                        comments,
                        new Authors(database, comments, receipts, outbox),
                        new Edits(database, comments, guard, outbox),
                        erasure,
                        receipts,
                        follows,
                        requests,
                        (site, ctx, typed, lang) -> asking.recorded(site, ctx, typed, lang)
                                .map(found -> found.stream()
                                        .map(each -> new VisitorRecords.Kept(each.sentence(), each.json()))
                                        .toList())),
                new AuthorRoom.Door(config.visitors(), reads, new RateLimit(config.links()), linkRates));
        author.mount(router);
        author.write(composers);
        var follow = new FollowRoom(
                new FollowRoom.Ground(database, ground.sites(), outbox, signed, mails, voice),
                follows,
                comments,
                config.visitors(),
                reads);
        follow.mount(router);
        follow.write(composers);
        var asked = new RequestRoom(database, ground.sites(), outbox, requests, open, mails, voice);
        asked.write(composers);
        new RequestDesk(requests, ground.sites(), authenticate, chrome, failures).mount(router);
        new Console(moderation, authenticate, signIn, ground.sites(), outbox, chrome, failures).mount(router);
        var worker = worker(config, ground, outbox, composers);
        asking.mount(router);
        new ConsentDesk(
                        asking,
                        ground.sites(),
                        (site, lang) -> asking.memory(site).explanation(lang, messages),
                        new ConsentDesk.Console(authenticate, chrome, failures))
                .mount(router);
        new TransferRoom(database, ground.sites(), authenticate, asking.publications()::purposes, chrome, messages)
                .mount(router);
        health(ground).mount(router);
        var sweep = new Sweep(database, outbox, sessions, tokens, mailed, config.outboxKeep());
        var paths = Paths.of(router, links.mount());
        router.route().handler(paths::last);
        var rounds = List.<Runnable>of(
                keeping.room()::start,
                () -> follow.start(vertx),
                () -> asked.start(vertx),
                asking::start,
                () -> sweep.hourly(vertx));
        return new Rooms(router, paths, room::answer, composers, worker, asking, keeping, rounds);
    }

    /** Begins to send mails, and what is done again and again. */
    void start() {
        if (worker != null) {
            worker.start();
        }
        rounds.forEach(Runnable::run);
    }

    /** Sends what is on its way, and no more. */
    Future<Void> stop() {
        return worker == null ? Future.succeededFuture() : worker.stop();
    }

    /** Writes what is still only counted, or not written down. */
    Future<Void> settle() {
        return Future.join(consent.stop(), keeping.room().stop())
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** The consent room knows no moderators: this tells it who asks. */
    private static ConsentSeats seats(Authenticate authenticate, Foundations ground) {
        return ctx -> authenticate
                .caller(ctx)
                .compose(caller -> Scope.of(ground.sites(), caller, Params.query(ctx, "site")))
                .map(scope -> scope.chosen().stream()
                        .map(site -> new ConsentSeats.Seat(site, scope.caller().canDecide(site.id())))
                        .toList());
    }

    /** Whether the database answers. */
    static HealthRoutes health(Foundations ground) {
        return new HealthRoutes(
                () -> ground.database().query(client -> client.query("SELECT 1").execute()));
    }

    private static List<String> templates() {
        return Stream.of(
                        CommentRoom.TEMPLATES,
                        NoticeRoom.TEMPLATES,
                        MailRenderer.TEMPLATES,
                        AuthorRoom.TEMPLATES,
                        FollowRoom.TEMPLATES,
                        ConsentRoom.TEMPLATES,
                        ConsentDesk.TEMPLATES,
                        Console.TEMPLATES,
                        TransferRoom.TEMPLATES,
                        RetentionDesk.TEMPLATES,
                        RequestDesk.TEMPLATES,
                        List.of("problem"))
                .flatMap(List::stream)
                .toList();
    }

    private static @Nullable OutboxWorker worker(
            Config config, Foundations ground, Outbox outbox, Composers composers) {
        if (config.smtp() == null || config.mailFrom() == null) {
            return null;
        }
        var postman = new Postman(config.smtp(), config.mailFrom(), config.dkim(), config.mailBounces());
        return new OutboxWorker(
                ground.vertx(),
                ground.database(),
                outbox,
                composers,
                postman,
                OutboxWorker.Options.DEFAULT.perAddress(config.mailsPerAddress()));
    }

    private static Recipients recipients(Moderators moderators) {
        return siteId -> moderators.moderatorsOf(siteId).map(all -> all.stream()
                .map(each -> new Recipients.Recipient(each.id(), each.email(), each.lang()))
                .toList());
    }
}
