package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.RateLimit;
import dev.palabre.http.Voice;
import dev.palabre.mail.outbox.LinkMailLimits;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.site.Sites;
import dev.palabre.subscription.Subscriptions;
import io.vertx.ext.web.Router;
import java.util.List;

/** Puts the room together: its pages and the mails that it writes. */
public final class SelfServiceModule {
    /** Templates that this room renders. */
    public static final List<String> TEMPLATES = List.of("page-status", "author-act", "author-mine", "author-data");

    private final StatusRoutes status;
    private final AuthorActionRoutes acts;
    private final MailedLinkRoutes rights;
    private final MyDataLoginRoutes mine;
    private final MyDataRoutes mineList;
    private final MyCommentRoutes mineComments;
    private final DataRequestRoutes mineAsk;
    private final AuthorMails letters;

    /**
     * What the room stands on.
     *
     * @param mailed links in mails
     * @param mails renders them
     */
    public record Ground(
            Database database, Sites sites, Outbox outbox, MailedLinks mailed, MailRenderer mails, Voice voice) {}

    /**
     * What authors see and do.
     *
     * @param records what they may take along besides
     */
    public record Works(
            Comments comments,
            AuthorActions authors,
            CommentEdits edits,
            CommentErasure erasure,
            Receipts receipts,
            Subscriptions follows,
            DataRequests requests,
            ConsentRecordLookup records) {}

    /**
     * Who comes in, and how often.
     *
     * @param reads pages that a network address looks at
     * @param links mails that a network address asks for
     * @param mails mails that leave, whoever asks
     */
    public record Door(ClientAddresses visitors, RateLimit reads, RateLimit links, LinkMailLimits mails) {}

    /** A room over these comments. */
    public SelfServiceModule(Ground ground, Works works, Door door) {
        var voice = ground.voice();
        var pages = new AuthorPages(voice);
        var sameOrigin = new CsrfCheck(voice.links().origin());
        var receipts = new ReceiptHandler(
                works.comments(), works.authors(), ground.sites(), voice.messages(), door.visitors(), door.reads());
        var requests =
                new LinkMailer(ground.database(), works.authors(), ground.mailed(), ground.outbox(), door.mails());
        var corrections = new Corrections(works.edits(), requests, pages);
        var download = new PersonalDataExport(
                works.comments(),
                works.authors(),
                works.edits(),
                ground.outbox(),
                works.follows(),
                works.requests(),
                works.records(),
                pages,
                voice.messages(),
                voice.links());
        var session = new AuthorSession(ground.mailed(), voice.links());
        acts = new AuthorActionRoutes(
                receipts, works.authors(), works.edits(), requests, pages, sameOrigin, door.visitors(), door.links());
        status = new StatusRoutes(
                receipts,
                works.comments(),
                works.edits(),
                works.receipts(),
                new ResponseTimes(ground.database()),
                acts,
                voice);
        rights = new MailedLinkRoutes(
                new MailedLinkRoutes.Needs(
                        ground.database(),
                        ground.sites(),
                        works.comments(),
                        works.authors(),
                        works.erasure(),
                        works.receipts(),
                        corrections,
                        download,
                        ground.mailed(),
                        ground.outbox(),
                        sameOrigin,
                        door.visitors(),
                        door.reads()),
                pages);
        mine = new MyDataLoginRoutes(
                ground.database(),
                requests,
                ground.mailed(),
                session,
                pages,
                voice.messages(),
                sameOrigin,
                door.visitors(),
                door.links());
        var owners = new AuthorAuth(ground.database(), session, sameOrigin, pages, voice.messages());
        mineComments = new MyCommentRoutes(
                ground.database(), works.comments(), works.authors(), works.erasure(), corrections, owners, pages);
        mineAsk = new DataRequestRoutes(works.requests(), owners, pages);
        mineList = new MyDataRoutes(
                new MyDataRoutes.Needs(
                        ground.database(),
                        works.comments(),
                        works.authors(),
                        works.erasure(),
                        works.receipts(),
                        download,
                        works.follows(),
                        works.requests(),
                        session,
                        sameOrigin,
                        owners),
                pages,
                voice.messages());
        letters = new AuthorMails(
                works.comments(),
                works.authors(),
                ground.sites(),
                works.receipts(),
                ground.mailed(),
                ground.mails(),
                voice.links());
    }

    /** Adds the routes. */
    public void mount(Router router) {
        status.mount(router);
        acts.mount(router);
        rights.mount(router);
        mine.mount(router);
        mineList.mount(router);
        mineComments.mount(router);
        mineAsk.mount(router);
    }

    /** Registers who writes which mail. */
    public void write(MailComposers composers) {
        letters.write(composers);
    }
}
