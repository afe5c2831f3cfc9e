package dev.palabre.author;

import dev.palabre.comment.Authors;
import dev.palabre.comment.Comments;
import dev.palabre.comment.Edits;
import dev.palabre.comment.Erasure;
import dev.palabre.comment.Receipts;
import dev.palabre.follow.Follows;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.http.Voice;
import dev.palabre.kernel.sql.Database;
import dev.palabre.mail.Composers;
import dev.palabre.mail.LinkRates;
import dev.palabre.mail.MailRenderer;
import dev.palabre.mail.Outbox;
import dev.palabre.request.Requests;
import dev.palabre.signin.SameOrigin;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;
import java.util.List;

/** Puts the room together: its pages and the mails that it writes. */
public final class AuthorRoom {
    /** Templates that this room renders. */
    public static final List<String> TEMPLATES = List.of("page-status", "author-act", "author-mine", "author-data");

    private final StatusRoutes status;
    private final ActRoutes acts;
    private final RightsRoutes rights;
    private final MineRoutes mine;
    private final MineListRoutes mineList;
    private final MineCommentRoutes mineComments;
    private final MineAskRoutes mineAsk;
    private final AuthorLetters letters;

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
            Authors authors,
            Edits edits,
            Erasure erasure,
            Receipts receipts,
            Follows follows,
            Requests requests,
            VisitorRecords records) {}

    /**
     * Who comes in, and how often.
     *
     * @param reads pages that a network address looks at
     * @param links mails that a network address asks for
     * @param mails mails that leave, whoever asks
     */
    public record Door(Visitors visitors, RateLimit reads, RateLimit links, LinkRates mails) {}

    /** A room over these comments. */
    public AuthorRoom(Ground ground, Works works, Door door) {
        var voice = ground.voice();
        var pages = new AuthorPages(voice);
        var sameOrigin = new SameOrigin(voice.links().origin());
        var receipts = new ReceiptDoor(
                works.comments(), works.authors(), ground.sites(), voice.messages(), door.visitors(), door.reads());
        var requests =
                new LinkRequests(ground.database(), works.authors(), ground.mailed(), ground.outbox(), door.mails());
        var corrections = new Corrections(works.edits(), requests, pages);
        var download = new Download(
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
        var session = new MineSession(ground.mailed(), voice.links());
        acts = new ActRoutes(
                receipts, works.authors(), works.edits(), requests, pages, sameOrigin, door.visitors(), door.links());
        status = new StatusRoutes(
                receipts,
                works.comments(),
                works.edits(),
                works.receipts(),
                new AnswerTimes(ground.database()),
                acts,
                voice);
        rights = new RightsRoutes(
                new RightsRoutes.Needs(
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
        mine = new MineRoutes(
                ground.database(),
                requests,
                ground.mailed(),
                session,
                pages,
                voice.messages(),
                sameOrigin,
                door.visitors(),
                door.links());
        var owners = new MineDoor(ground.database(), session, sameOrigin, pages, voice.messages());
        mineComments = new MineCommentRoutes(
                ground.database(), works.comments(), works.authors(), works.erasure(), corrections, owners, pages);
        mineAsk = new MineAskRoutes(works.requests(), owners, pages);
        mineList = new MineListRoutes(
                new MineListRoutes.Needs(
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
        letters = new AuthorLetters(
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
    public void write(Composers composers) {
        letters.write(composers);
    }
}
