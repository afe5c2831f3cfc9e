package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.Pages;
import dev.palabre.http.Routes;
import dev.palabre.jobs.Job;
import dev.palabre.mail.outbox.LinkMailLimits;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.privacy.selfservice.erasure.ErasureJobs;
import dev.palabre.privacy.selfservice.export.ConsentRecordLookup;
import dev.palabre.privacy.selfservice.export.PersonalDataExport;
import dev.palabre.privacy.selfservice.export.PersonalDataQuery;
import dev.palabre.privacy.selfservice.link.MailedLinks;
import dev.palabre.privacy.selfservice.page.AuthorPages;
import dev.palabre.site.Sites;
import dev.palabre.subscription.Subscriptions;
import io.vertx.core.Vertx;
import java.util.List;

/** Wires what authors do themselves: status pages, mailed links, and everything below {@code /sites/:site/mine}. */
public final class SelfServiceModule {
    /** Names of this module's templates. */
    public static final List<String> TEMPLATES = List.of(
            StatusView.TEMPLATE,
            "privacy/selfservice/author-action",
            MyDataView.TEMPLATE,
            ErasureProgressView.TEMPLATE,
            PersonalDataExport.TEMPLATE);

    private final List<Routes> routes;
    private final List<Job> jobs;
    private final AuthorMails mails;

    /**
     * Self-service over these use cases.
     *
     * @param reads limit of page views
     * @param links limit of requests for mailed links
     * @param linkMails limits of mails with links
     */
    public SelfServiceModule(
            Vertx vertx,
            Database database,
            Sites sites,
            Pages pages,
            Comments comments,
            AuthorActions authors,
            CommentEdits edits,
            CommentErasure erasure,
            Receipts receipts,
            Subscriptions subscriptions,
            DataRequests requests,
            ConsentRecordLookup consents,
            Outbox outbox,
            MailedLinks mailed,
            MailRenderer renderer,
            ClientLimit reads,
            ClientLimit links,
            LinkMailLimits linkMails) {
        var authorPages = new AuthorPages(pages);
        var csrf = new CsrfCheck(pages.publicUrl().origin());
        var mailer = new LinkMailer(database, authors, mailed, outbox, linkMails);
        var corrections = new Corrections(edits, mailer, authorPages);
        var export = new PersonalDataExport(
                authors,
                new PersonalDataQuery(comments, edits, outbox, subscriptions, requests, pages.publicUrl()),
                pages);
        var erasures = new ErasureJobs(database, comments, authors, erasure, subscriptions, requests);
        var session = new AuthorSession(mailed, pages.publicUrl().secure());
        var auth = new AuthorAuth(database, erasures, session, csrf, pages);
        var receiptHandler = new ReceiptHandler(comments, authors, sites, pages.messages(), reads);
        var actions = new AuthorActionRoutes(receiptHandler, authors, edits, mailer, authorPages, csrf, links);
        routes = List.of(
                new StatusRoutes(
                        receiptHandler,
                        comments,
                        edits,
                        new ResponseTimes(database),
                        actions,
                        new StatusPresenter(receipts, pages),
                        pages),
                actions,
                new MailedLinkRoutes(
                        new MailedLinkRequests(database, sites, comments, mailed, reads),
                        new MailedLinkActions(database, comments, authors, erasure, corrections, mailed, outbox),
                        corrections,
                        export,
                        receipts,
                        csrf,
                        authorPages),
                new MyDataLoginRoutes(vertx, database, mailer, mailed, session, csrf, pages, links),
                new MyDataRoutes(
                        database,
                        authors,
                        subscriptions,
                        requests,
                        session,
                        csrf,
                        auth,
                        authorPages,
                        new MyDataPresenter(receipts, pages)),
                new DownloadRoutes(export, consents, auth),
                new ErasureRoutes(erasures, session, auth, pages),
                new MyCommentRoutes(database, comments, authors, erasure, corrections, auth, authorPages),
                new DataRequestRoutes(requests, auth, authorPages));
        jobs = erasures.jobs();
        mails = new AuthorMails(comments, authors, sites, receipts, mailed, renderer, pages.publicUrl());
    }

    /** The public pages. */
    public List<Routes> routes() {
        return routes;
    }

    /** Background work. */
    public List<Job> jobs() {
        return jobs;
    }

    /** Registers the composers of this module's mails. */
    public void registerMails(MailComposers composers) {
        mails.register(composers);
    }
}
