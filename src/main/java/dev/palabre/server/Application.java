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
    public static Application of(Config config, Infrastructure infra) {
        return new Application(config, infra, ServerAddresses.links(config, config.port()));
    }

    /** The application at this public address. */
    Application(Config config, Infrastructure infra, PublicUrl links) {
        infrastructure = infra;
        var sites = infra.sites();
        var vertx = infra.vertx();
        var database = infra.database();
        var messages = new Messages();
        var templates = new Templates(messages, templates());
        var errors = new ErrorHandler(messages, templates, links);
        var receipts = new Receipts(infra.keys(), links);
        var mails = new MailRenderer(templates, messages);
        var passwords = new Passwords(vertx);
        var moderators = new Moderators(database, sites, passwords);
        mail = new MailModule(
                vertx, database, sites, links, recipients(moderators), sender(config), config.mailsPerAddress());
        var composers = mail.composers();
        var outbox = mail.outbox();
        var open = new OpenRequestCount(database, infra.changes());
        var requests = new DataRequests(database, outbox, open);
        var layout = new ConsoleLayout(templates, messages, links, open::on);
        var linkLimits = new LinkMailLimits(infra.keys(), config.linkRates());
        var subscribers = new Subscriptions(database, outbox, messages);
        var comments = new Comments(database, infra.changes(), outbox, subscribers);
        var threads = new ThreadCache(vertx, database, infra.changes(), config.cacheBytes(), config.cacheStale());
        var readRate = new RateLimit(config.read());
        var choices = new ChoiceLimits(
                config.consent().perAddress(),
                config.consent().perSite(),
                config.consent().reports());
        var guard = new SpamFilter(infra.keys(), Duration.ofMillis(config.minMillis()));
        var pages = new Pages(templates, messages, errors, links);
        var readLimit = new ClientLimit(config.visitors(), readRate);
        var notice = new NoticeModule(database, pages, readLimit);
        var notices = notice.notices();
        var moderation = new Moderation(database, comments, infra.keys(), messages);
        var erasure = new CommentErasure(comments, outbox, moderation::forget);
        var unconfirmed =
                new UnconfirmedLimit(new CommentRetention(database, comments, erasure), config.unconfirmedMax());
        var rates = new SubmissionLimits(config.submit(), config.submitSite(), config.unconfirmed());
        var submissions = new Submissions(
                database,
                infra.changes(),
                receipts,
                guard,
                unconfirmed,
                new CommentTransaction(database, infra.changes(), outbox, linkLimits, subscribers),
                config.queueMax());
        var comment = new CommentModule(
                comments, submissions, threads, receipts, sites, notices, rates, readLimit, pages, mails);
        comment.mails().forEach(composers::register);

        router = Router.router(vertx);
        router.route().failureHandler(errors.handler());
        var sessions = new Sessions(database, config.sessionIdle(), config.sessionLongest());
        var signed = new JwtTokens(infra.keys(), infra.clock());
        var signIn = new SignIn(database, passwords, sessions, config.visitors(), links, config.signin(), signed);
        new BodyLimits(sites, config.visitors(), rates, choices, signIn).mount(router, config.http());
        new SiteHandler(sites, links, messages, config.visitors()::bucket).mount(router);
        router.route().handler(RequestBody.refuser());
        comment.routes().forEach(each -> each.mount(router));
        notice.routes().forEach(each -> each.mount(router));
        AssetRoutes.mount(router);
        new SessionApiRoutes(signIn, sites).mount(router);
        var tokens = new ApiTokens(database, signed, moderators, infra.clock());
        var authenticate = new Authenticator(sessions, tokens, links, config.visitors()::bucket);
        var titles = new PageTitles(database, infra.changes());
        var moderationModule = new ModerationModule(
                moderation, titles, authenticate, database, mail.bounces(), sites, mails, messages, links);
        moderationModule.mount(router);
        moderationModule.write(composers);
        var consentModule = new ConsentModule(
                vertx,
                database,
                infra.changes(),
                sites,
                infra.keys(),
                infra.clock(),
                templates,
                pages,
                choices,
                readLimit,
                siteAccess(authenticate, infra),
                AssetRoutes.digest(),
                config.dataDir());
        retention = retention(config, infra, comments, erasure);
        new RetentionConsoleModule(retention.retention(), sites, authenticate, layout).mount(router);
        var mailed = new MailedLinks(database, signed, infra.clock());
        var selfService = new SelfServiceModule(
                vertx,
                database,
                sites,
                pages,
                comments,
                new AuthorActions(database, comments, receipts, outbox),
                new CommentEdits(database, comments, guard, outbox),
                erasure,
                receipts,
                subscribers,
                requests,
                (request, typed, lang) -> consentModule
                        .recorded(request, typed, lang)
                        .map(found -> found.stream()
                                .map(each -> new ConsentRecordLookup.ConsentRecord(each.sentence(), each.json()))
                                .toList()),
                outbox,
                mailed,
                mails,
                readLimit,
                new ClientLimit(config.visitors(), new RateLimit(config.links())),
                linkLimits);
        selfService.routes().forEach(each -> each.mount(router));
        selfService.registerMails(composers);
        subscriptions = new SubscriptionModule(
                vertx, database, sites, outbox, subscribers, comments, signed, mails, pages, readLimit);
        subscriptions.routes().forEach(each -> each.mount(router));
        composers.registerAll(subscriptions.mails());
        var dataRequestModule = new DataRequestModule(database, sites, outbox, requests, open, mails, pages);
        dataRequestModule.registerMails(composers);
        new DataRequestConsoleModule(requests, sites, authenticate, layout, errors).mount(router);
        new ConsoleModule(moderation, authenticate, signIn, sites, outbox, layout, errors).mount(router);
        consentModule.mount(router);
        new ConsentConsoleModule(
                        consentModule,
                        sites,
                        (site, lang) -> consentModule.memory(site).explanation(lang, messages),
                        new ConsentConsoleModule.Console(authenticate, layout, errors))
                .mount(router);
        new ExporterModule(database, sites, authenticate).mount(router);
        new SiteDataConsoleModule(
                        new ProcessingRecords(messages, consentModule.publications()::purposes),
                        sites,
                        authenticate,
                        layout,
                        messages)
                .mount(router);
        health = health(infra);
        health.mount(router);
        cleanup = new CleanupJob(database, outbox, sessions, tokens, mailed, config.outboxKeep());
        paths = AllowedMethods.of(router, links.mount());
        router.route().handler(paths::last);
        ready = comment::answer;
        consent = consentModule;
        var all = new ArrayList<Job>(cleanup.jobs());
        all.addAll(mail.jobs());
        all.addAll(subscriptions.jobs());
        all.addAll(retention.jobs());
        all.addAll(selfService.jobs());
        all.addAll(dataRequestModule.jobs());
        all.addAll(consentModule.jobs());
        jobs = new JobRunner(vertx, new JobStore(database), infra.meters(), all);
        starts = List.of(mail::start, subscriptions::start, retention::start, dataRequestModule::start, jobs::start);
    }

    private static RetentionModule retention(
            Config config, Infrastructure infra, Comments comments, CommentErasure erasure) {
        var database = infra.database();
        var expiry = new CommentRetention(database, comments, erasure);
        var addresses = new AddressRetention(database);
        var consents = new ConsentRetention(database, infra.clock());
        var rules = new ArrayList<RetentionRule>(expiry.rules());
        rules.add(addresses);
        rules.add(consents);
        rules.add(new DataRequestRetention(database));
        return new RetentionModule(
                infra.vertx(),
                database,
                infra.changes(),
                infra.sites(),
                infra.clock(),
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

    /** Starts sending mails and running jobs. */
    void start() {
        starts.forEach(Runnable::run);
    }

    /** Starts no further job or mail; completes when those under way have ended. */
    Future<Void> stop() {
        return Future.join(jobs.stop(), mail.stop(), subscriptions.stop()).mapEmpty();
    }

    /** Writes what is still only counted in memory. */
    Future<Void> settle() {
        return Future.join(consent.stop(), retention.stop()).otherwiseEmpty().mapEmpty();
    }

    /** Consent knows no moderators: this tells it which sites a caller may read. */
    private static SiteAccess siteAccess(Authenticator authenticate, Infrastructure infra) {
        return ctx -> authenticate
                .caller(ctx)
                .compose(caller -> SiteScope.of(infra.sites(), caller, Params.query(ctx, "site")))
                .map(scope -> scope.chosen().stream()
                        .map(site -> new SiteAccess.Seat(site, scope.caller().canDecide(site.id())))
                        .toList());
    }

    /** Whether the database answers. */
    static HealthRoutes health(Infrastructure infra) {
        return new HealthRoutes(
                () -> infra.database().query(client -> client.query("SELECT 1").execute()));
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
