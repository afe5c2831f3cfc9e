package dev.palabre.server;

import dev.palabre.auth.ApiTokens;
import dev.palabre.auth.Authenticator;
import dev.palabre.auth.Moderators;
import dev.palabre.auth.Passwords;
import dev.palabre.auth.SessionApiRoutes;
import dev.palabre.auth.Sessions;
import dev.palabre.auth.SignIn;
import dev.palabre.comment.CommentModule;
import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.lifecycle.CommentRetention;
import dev.palabre.comment.lifecycle.PageTitles;
import dev.palabre.comment.lifecycle.UnconfirmedLimit;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.comment.write.Comments;
import dev.palabre.config.Config;
import dev.palabre.consent.ConsentModule;
import dev.palabre.consent.choice.ChoiceLimits;
import dev.palabre.consent.policy.SiteAccess;
import dev.palabre.console.ConsoleModule;
import dev.palabre.console.consent.ConsentConsoleModule;
import dev.palabre.console.data.SiteDataConsoleModule;
import dev.palabre.console.datarequest.DataRequestConsoleModule;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.retention.RetentionConsoleModule;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.http.AllowedMethods;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.HealthRoutes;
import dev.palabre.http.Pages;
import dev.palabre.http.Params;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Voice;
import dev.palabre.jobs.Job;
import dev.palabre.jobs.JobRunner;
import dev.palabre.jobs.JobStore;
import dev.palabre.mail.MailModule;
import dev.palabre.mail.outbox.LinkMailLimits;
import dev.palabre.mail.outbox.Recipients;
import dev.palabre.mail.smtp.SmtpSender;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.moderation.Moderation;
import dev.palabre.moderation.ModerationModule;
import dev.palabre.moderation.SiteScope;
import dev.palabre.privacy.datarequest.DataRequestModule;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.privacy.datarequest.OpenRequestCount;
import dev.palabre.privacy.notice.NoticeModule;
import dev.palabre.privacy.record.ProcessingRecords;
import dev.palabre.privacy.selfservice.ConsentRecordLookup;
import dev.palabre.privacy.selfservice.MailedLinks;
import dev.palabre.privacy.selfservice.SelfServiceModule;
import dev.palabre.site.SiteHandler;
import dev.palabre.spam.SpamFilter;
import dev.palabre.spam.SubmissionLimits;
import dev.palabre.subscription.SubscriptionModule;
import dev.palabre.subscription.Subscriptions;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import dev.palabre.transfer.exporter.ExporterModule;
import dev.palabre.widget.AssetRoutes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
 * @param mail sends mails
 * @param subscriptions queue mails about new comments
 * @param jobs run in the background
 * @param consent counts, and writes what it counted
 * @param keeping erases what is kept no longer, and writes down what was erased
 * @param rounds begin what is done again and again
 * @param health whether it lives
 */
record Application(
        Router router,
        AllowedMethods paths,
        Predicate<HttpServerRequest> ready,
        MailModule mail,
        SubscriptionModule subscriptions,
        JobRunner jobs,
        ConsentModule consent,
        Keeping keeping,
        List<Runnable> rounds,
        HealthRoutes health) {

    /** Makes every room on these foundations. */
    static Application of(Config config, Infrastructure ground, PublicUrl links) {
        var vertx = ground.vertx();
        var database = ground.database();
        var messages = new Messages();
        var templates = new Templates(messages, templates());
        var failures = new ErrorHandler(messages, templates, links);
        var voice = new Voice(messages, templates, failures, links);
        var receipts = new Receipts(ground.keys(), links);
        var mails = new MailRenderer(templates, messages);
        var passwords = new Passwords(vertx);
        var moderators = new Moderators(database, ground.sites(), passwords);
        var mail = new MailModule(
                vertx,
                database,
                ground.sites(),
                links,
                recipients(moderators),
                sender(config),
                config.mailsPerAddress());
        var composers = mail.composers();
        var outbox = mail.outbox();
        var jobs = new ArrayList<Job>(mail.jobs());
        var open = new OpenRequestCount(database, ground.changes());
        var requests = new DataRequests(database, outbox, open);
        var chrome = new ConsoleLayout(templates, messages, links, open::on);
        var linkRates = new LinkMailLimits(ground.keys(), config.linkRates());
        var follows = new Subscriptions(database, outbox, messages);
        var comments =
                new Comments(database, ground.changes(), receipts, outbox, linkRates, config.queueMax(), follows);
        var threads = new ThreadCache(vertx, database, ground.changes(), config.cacheBytes(), config.cacheStale());
        var reads = new RateLimit(config.read());
        var choices = new ChoiceLimits(
                config.consent().perAddress(),
                config.consent().perSite(),
                config.consent().reports());
        var guard = new SpamFilter(ground.keys(), Duration.ofMillis(config.minMillis()));
        var pages = new Pages(templates, messages, failures, links);
        var readLimit = new ClientLimit(config.visitors(), reads);
        var notice = new NoticeModule(database, pages, readLimit);
        var notices = notice.notices();
        var moderation = new Moderation(database, comments, ground.keys(), messages);
        var erasure = new CommentErasure(comments, outbox, moderation::forget);
        var unconfirmed =
                new UnconfirmedLimit(new CommentRetention(database, comments, erasure), config.unconfirmedMax());
        var rates = new SubmissionLimits(config.submit(), config.submitSite(), config.unconfirmed());
        var room = new CommentModule(
                comments,
                threads,
                receipts,
                ground.sites(),
                notices,
                mails,
                voice,
                new CommentModule.Door(config.visitors(), guard, rates, reads, unconfirmed));
        room.write(composers);

        var router = Router.router(vertx);
        router.route().failureHandler(failures.handler());
        var sessions = new Sessions(database, config.sessionIdle(), config.sessionLongest());
        var signIn = new SignIn(database, passwords, sessions, config.visitors(), links, config.signin());
        new BodyLimits(ground.sites(), config.visitors(), rates, choices, signIn).mount(router, config.http());
        new SiteHandler(ground.sites(), links, messages, config.visitors()::bucket).mount(router);
        router.route().handler(RequestBody.refuser());
        room.mount(router);
        notice.routes().forEach(each -> each.mount(router));
        AssetRoutes.mount(router);
        new SessionApiRoutes(signIn, ground.sites()).mount(router);
        var signed = new JwtTokens(ground.keys(), Clock.systemUTC());
        var tokens = new ApiTokens(database, signed, moderators, Clock.systemUTC());
        var authenticate = new Authenticator(sessions, tokens, links, config.visitors()::bucket);
        var titles = new PageTitles(database, ground.changes());
        var moderationRoom = new ModerationModule(
                moderation, titles, authenticate, database, mail.bounces(), ground.sites(), mails, messages, links);
        moderationRoom.mount(router);
        moderationRoom.write(composers);
        var asking = new ConsentModule(
                new ConsentModule.Ground(
                        vertx,
                        database,
                        ground.changes(),
                        ground.sites(),
                        ground.keys(),
                        Clock.systemUTC(),
                        AssetRoutes.digest(),
                        config.dataDir()),
                new ConsentModule.Voice(templates, messages, links),
                new ConsentModule.Limits(choices, reads),
                config.visitors(),
                seats(authenticate, ground));
        var keeping = new Keeping(ground, config.dataDir(), comments, erasure, Clock.systemUTC());
        new RetentionConsoleModule(keeping.room().retention(), ground.sites(), authenticate, chrome).mount(router);
        var mailed = new MailedLinks(database, signed, Clock.systemUTC());
        var author = new SelfServiceModule(
                new SelfServiceModule.Ground(database, ground.sites(), outbox, mailed, mails, voice),
                new SelfServiceModule.Works(
                        comments,
                        new AuthorActions(database, comments, receipts, outbox),
                        new CommentEdits(database, comments, guard, outbox),
                        erasure,
                        receipts,
                        follows,
                        requests,
                        (site, ctx, typed, lang) -> asking.recorded(site, ctx, typed, lang)
                                .map(found -> found.stream()
                                        .map(each -> new ConsentRecordLookup.Kept(each.sentence(), each.json()))
                                        .toList())),
                new SelfServiceModule.Door(config.visitors(), reads, new RateLimit(config.links()), linkRates));
        author.mount(router);
        author.write(composers);
        var subscriptions = new SubscriptionModule(
                vertx, database, ground.sites(), outbox, follows, comments, signed, mails, pages, readLimit);
        subscriptions.routes().forEach(each -> each.mount(router));
        composers.registerAll(subscriptions.mails());
        jobs.addAll(subscriptions.jobs());
        var asked = new DataRequestModule(database, ground.sites(), outbox, requests, open, mails, voice);
        asked.write(composers);
        new DataRequestConsoleModule(requests, ground.sites(), authenticate, chrome, failures).mount(router);
        new ConsoleModule(moderation, authenticate, signIn, ground.sites(), outbox, chrome, failures).mount(router);
        asking.mount(router);
        new ConsentConsoleModule(
                        asking,
                        ground.sites(),
                        (site, lang) -> asking.memory(site).explanation(lang, messages),
                        new ConsentConsoleModule.Console(authenticate, chrome, failures))
                .mount(router);
        new ExporterModule(database, ground.sites(), authenticate).mount(router);
        new SiteDataConsoleModule(
                        new ProcessingRecords(messages, asking.publications()::purposes),
                        ground.sites(),
                        authenticate,
                        chrome,
                        messages)
                .mount(router);
        var health = health(ground);
        health.mount(router);
        var sweep = new CleanupJob(database, outbox, sessions, tokens, mailed, config.outboxKeep());
        var paths = AllowedMethods.of(router, links.mount());
        router.route().handler(paths::last);
        var runner = new JobRunner(vertx, new JobStore(database), metrics(ground), jobs);
        var rounds = List.<Runnable>of(
                keeping.room()::start,
                mail::start,
                subscriptions::start,
                runner::start,
                () -> asked.start(vertx),
                asking::start,
                () -> sweep.hourly(vertx));
        return new Application(
                router, paths, room::answer, mail, subscriptions, runner, asking, keeping, rounds, health);
    }

    /** Begins to send mails, and what is done again and again. */
    void start() {
        rounds.forEach(Runnable::run);
    }

    /** Sends what is on its way, and no more. */
    Future<Void> stop() {
        return Future.join(mail.stop(), subscriptions.stop(), jobs.stop()).mapEmpty();
    }

    /** Writes what is still only counted, or not written down. */
    Future<Void> settle() {
        return Future.join(consent.stop(), keeping.room().stop())
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** The consent room knows no moderators: this tells it who asks. */
    private static SiteAccess seats(Authenticator authenticate, Infrastructure ground) {
        return ctx -> authenticate
                .caller(ctx)
                .compose(caller -> SiteScope.of(ground.sites(), caller, Params.query(ctx, "site")))
                .map(scope -> scope.chosen().stream()
                        .map(site -> new SiteAccess.Seat(site, scope.caller().canDecide(site.id())))
                        .toList());
    }

    /** Whether the database answers. */
    static HealthRoutes health(Infrastructure ground) {
        return new HealthRoutes(
                () -> ground.database().query(client -> client.query("SELECT 1").execute()));
    }

    private static List<String> templates() {
        return Stream.of(
                        CommentModule.TEMPLATES,
                        NoticeModule.TEMPLATES,
                        MailRenderer.TEMPLATES,
                        SelfServiceModule.TEMPLATES,
                        SubscriptionModule.TEMPLATES,
                        ConsentModule.TEMPLATES,
                        ConsentConsoleModule.TEMPLATES,
                        ConsoleModule.TEMPLATES,
                        SiteDataConsoleModule.TEMPLATES,
                        RetentionConsoleModule.TEMPLATES,
                        DataRequestConsoleModule.TEMPLATES,
                        List.of("problem"))
                .flatMap(List::stream)
                .toList();
    }

    private static @Nullable SmtpSender sender(Config config) {
        return config.smtp() == null || config.mailFrom() == null
                ? null
                : new SmtpSender(config.smtp(), config.mailFrom(), config.dkim(), config.mailBounces());
    }

    private static MeterRegistry metrics(Infrastructure ground) {
        return ground.metrics() == null ? new SimpleMeterRegistry() : ground.metrics();
    }

    private static Recipients recipients(Moderators moderators) {
        return siteId -> moderators.moderatorsOf(siteId).map(all -> all.stream()
                .map(each -> new Recipients.Recipient(each.id(), each.email(), each.lang()))
                .toList());
    }
}
