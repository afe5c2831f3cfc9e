package dev.palabre.server;

import dev.palabre.auth.ApiTokens;
import dev.palabre.auth.Authenticator;
import dev.palabre.auth.Moderators;
import dev.palabre.auth.Passwords;
import dev.palabre.auth.SessionApiRoutes;
import dev.palabre.auth.Sessions;
import dev.palabre.auth.SignIn;
import dev.palabre.comment.CommentModule;
import dev.palabre.comment.lifecycle.AddressRetention;
import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.lifecycle.CommentRetention;
import dev.palabre.comment.lifecycle.PageTitles;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.comment.write.CommentTransaction;
import dev.palabre.comment.write.Comments;
import dev.palabre.comment.write.Submissions;
import dev.palabre.comment.write.UnconfirmedLimit;
import dev.palabre.config.Config;
import dev.palabre.consent.ConsentModule;
import dev.palabre.consent.choice.ChoiceLimits;
import dev.palabre.consent.policy.SiteAccess;
import dev.palabre.consent.proof.ConsentRetention;
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
import dev.palabre.privacy.datarequest.DataRequestRetention;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.privacy.datarequest.OpenRequestCount;
import dev.palabre.privacy.notice.NoticeModule;
import dev.palabre.privacy.record.ProcessingRecords;
import dev.palabre.privacy.retention.RetentionModule;
import dev.palabre.privacy.retention.RetentionRule;
import dev.palabre.privacy.selfservice.SelfServiceModule;
import dev.palabre.privacy.selfservice.export.ConsentRecordLookup;
import dev.palabre.privacy.selfservice.link.MailedLinks;
import dev.palabre.site.SiteHandler;
import dev.palabre.spam.SpamFilter;
import dev.palabre.spam.SubmissionLimits;
import dev.palabre.subscription.SubscriptionModule;
import dev.palabre.subscription.Subscriptions;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import dev.palabre.transfer.exporter.ExporterModule;
import dev.palabre.widget.AssetRoutes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The application: makes every module once, in order, hands each what it needs, and collects their routes, jobs and mails.
 * The server listens with it; commands use it without listening.
 */
public final class Application {
    private final Infrastructure infrastructure;
    private final Router router;
    private final AllowedMethods paths;
    private final Predicate<HttpServerRequest> ready;
    private final MailModule mail;
    private final SubscriptionModule subscriptions;
    private final ConsentModule consent;
    private final RetentionModule retention;
    private final CleanupJob cleanup;
    private final HealthRoutes health;
    private final JobRunner jobs;
    private final List<Runnable> starts;

    /** The application for commands. */
    public static Application of(Config config, Infrastructure ground) {
        return new Application(config, ground, ServerAddresses.links(config, config.port()));
    }

    /** The application at this public address. */
    Application(Config config, Infrastructure ground, PublicUrl links) {
        infrastructure = ground;
        var vertx = ground.vertx();
        var database = ground.database();
        var messages = new Messages();
        var templates = new Templates(messages, templates());
        var failures = new ErrorHandler(messages, templates, links);
        var receipts = new Receipts(ground.keys(), links);
        var mails = new MailRenderer(templates, messages);
        var passwords = new Passwords(vertx);
        var moderators = new Moderators(database, ground.sites(), passwords);
        mail = new MailModule(
                vertx,
                database,
                ground.sites(),
                links,
                recipients(moderators),
                sender(config),
                config.mailsPerAddress());
        var composers = mail.composers();
        var outbox = mail.outbox();
        var open = new OpenRequestCount(database, ground.changes());
        var requests = new DataRequests(database, outbox, open);
        var chrome = new ConsoleLayout(templates, messages, links, open::on);
        var linkRates = new LinkMailLimits(ground.keys(), config.linkRates());
        var follows = new Subscriptions(database, outbox, messages);
        var comments = new Comments(database, ground.changes(), outbox, follows);
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
        var submissions = new Submissions(
                database,
                ground.changes(),
                receipts,
                guard,
                unconfirmed,
                new CommentTransaction(database, ground.changes(), outbox, linkRates, follows),
                config.queueMax());
        var comment = new CommentModule(
                comments, submissions, threads, receipts, ground.sites(), notices, rates, readLimit, pages, mails);
        comment.mails().forEach(composers::register);

        router = Router.router(vertx);
        router.route().failureHandler(failures.handler());
        var sessions = new Sessions(database, config.sessionIdle(), config.sessionLongest());
        var signed = new JwtTokens(ground.keys(), ground.clock());
        var signIn = new SignIn(database, passwords, sessions, config.visitors(), links, config.signin(), signed);
        new BodyLimits(ground.sites(), config.visitors(), rates, choices, signIn).mount(router, config.http());
        new SiteHandler(ground.sites(), links, messages, config.visitors()::bucket).mount(router);
        router.route().handler(RequestBody.refuser());
        comment.routes().forEach(each -> each.mount(router));
        notice.routes().forEach(each -> each.mount(router));
        AssetRoutes.mount(router);
        new SessionApiRoutes(signIn, ground.sites()).mount(router);
        var tokens = new ApiTokens(database, signed, moderators, ground.clock());
        var authenticate = new Authenticator(sessions, tokens, links, config.visitors()::bucket);
        var titles = new PageTitles(database, ground.changes());
        var moderationRoom = new ModerationModule(
                moderation, titles, authenticate, database, mail.bounces(), ground.sites(), mails, messages, links);
        moderationRoom.mount(router);
        moderationRoom.write(composers);
        var asking = new ConsentModule(
                vertx,
                database,
                ground.changes(),
                ground.sites(),
                ground.keys(),
                ground.clock(),
                templates,
                pages,
                choices,
                readLimit,
                seats(authenticate, ground),
                AssetRoutes.digest(),
                config.dataDir());
        retention = retention(config, ground, comments, erasure);
        new RetentionConsoleModule(retention.retention(), ground.sites(), authenticate, chrome).mount(router);
        var mailed = new MailedLinks(database, signed, ground.clock());
        var author = new SelfServiceModule(
                vertx,
                database,
                ground.sites(),
                pages,
                comments,
                new AuthorActions(database, comments, receipts, outbox),
                new CommentEdits(database, comments, guard, outbox),
                erasure,
                receipts,
                follows,
                requests,
                (request, typed, lang) -> asking.recorded(request, typed, lang).map(found -> found.stream()
                        .map(each -> new ConsentRecordLookup.ConsentRecord(each.sentence(), each.json()))
                        .toList()),
                outbox,
                mailed,
                mails,
                readLimit,
                new ClientLimit(config.visitors(), new RateLimit(config.links())),
                linkRates);
        author.routes().forEach(each -> each.mount(router));
        author.registerMails(composers);
        subscriptions = new SubscriptionModule(
                vertx, database, ground.sites(), outbox, follows, comments, signed, mails, pages, readLimit);
        subscriptions.routes().forEach(each -> each.mount(router));
        composers.registerAll(subscriptions.mails());
        var asked = new DataRequestModule(database, ground.sites(), outbox, requests, open, mails, pages);
        asked.registerMails(composers);
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
        health = health(ground);
        health.mount(router);
        cleanup = new CleanupJob(database, outbox, sessions, tokens, mailed, config.outboxKeep());
        paths = AllowedMethods.of(router, links.mount());
        router.route().handler(paths::last);
        ready = comment::answer;
        consent = asking;
        var all = new ArrayList<Job>(cleanup.jobs());
        all.addAll(mail.jobs());
        all.addAll(subscriptions.jobs());
        all.addAll(retention.jobs());
        all.addAll(author.jobs());
        all.addAll(asked.jobs());
        all.addAll(asking.jobs());
        jobs = new JobRunner(vertx, new JobStore(database), ground.meters(), all);
        starts = List.of(mail::start, subscriptions::start, retention::start, asked::start, jobs::start);
    }

    private static RetentionModule retention(
            Config config, Infrastructure ground, Comments comments, CommentErasure erasure) {
        var database = ground.database();
        var expiry = new CommentRetention(database, comments, erasure);
        var addresses = new AddressRetention(database);
        var consents = new ConsentRetention(database, ground.clock());
        var rules = new ArrayList<RetentionRule>(expiry.rules());
        rules.add(addresses);
        rules.add(consents);
        rules.add(new DataRequestRetention(database));
        return new RetentionModule(
                ground.vertx(),
                database,
                ground.changes(),
                ground.sites(),
                ground.clock(),
                config.dataDir(),
                rules,
                List.of(expiry, addresses, consents));
    }

    /** All routes. */
    Router router() {
        return router;
    }

    /** The paths of all routes, each with its methods. */
    AllowedMethods paths() {
        return paths;
    }

    /** Responses that need no route. */
    Predicate<HttpServerRequest> ready() {
        return ready;
    }

    /** Kinds of mail that are sent. */
    public Set<String> mails() {
        return mail.composers().kinds();
    }

    /** What the application is built on. */
    public Infrastructure infrastructure() {
        return infrastructure;
    }

    /** Retention and erasure. */
    public RetentionModule retention() {
        return retention;
    }

    /** Removal of rows that are of no use any more. */
    public CleanupJob cleanup() {
        return cleanup;
    }

    /** Background jobs. */
    public JobRunner jobs() {
        return jobs;
    }

    HealthRoutes health() {
        return health;
    }

    /** Begins to send mails, and what is done again and again. */
    void start() {
        starts.forEach(Runnable::run);
    }

    /** Starts no further job or mail; completes when those under way have ended. */
    Future<Void> stop() {
        return Future.join(jobs.stop(), mail.stop(), subscriptions.stop()).mapEmpty();
    }

    /** Writes what is still only counted, or not written down. */
    Future<Void> settle() {
        return Future.join(consent.stop(), retention.stop()).otherwiseEmpty().mapEmpty();
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

    private static Recipients recipients(Moderators moderators) {
        return siteId -> moderators.moderatorsOf(siteId).map(all -> all.stream()
                .map(each -> new Recipients.Recipient(each.id(), each.email(), each.lang()))
                .toList());
    }
}
