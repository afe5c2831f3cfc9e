package dev.palabre.privacy.selfservice;

import static dev.palabre.site.SiteRequest.siteHandler;

import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.db.Database;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.Pages;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.selfservice.link.Link;
import dev.palabre.privacy.selfservice.link.MailedLinks;
import dev.palabre.privacy.selfservice.page.AuthorActionView;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.page.AuthorPages;
import dev.palabre.privacy.selfservice.page.AuthorPages.Form;
import dev.palabre.privacy.selfservice.page.AuthorPages.Frame;
import dev.palabre.problem.Problem;
import dev.palabre.site.SiteRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in of authors: they type their address, a link is mailed to it, and the button of its page starts a session. The
 * response is the same whether or not the address is known.
 */
final class MyDataLoginRoutes implements Routes {
    /** Many times what the work takes, so that the response time does not tell whether an address is known. */
    private static final int RESPONSE_MILLIS = 300;

    /** Random addition, which hides what a busy disk may still tell. */
    private static final int SPREAD_MILLIS = 100;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vertx vertx;
    private final Database database;
    private final LinkMailer mailer;
    private final MailedLinks mailed;
    private final AuthorSession session;
    private final CsrfCheck csrf;
    private final Pages texts;
    private final AuthorPages pages;
    private final ClientLimit links;

    record Typed(@Nullable String email) {}

    MyDataLoginRoutes(
            Vertx vertx,
            Database database,
            LinkMailer mailer,
            MailedLinks mailed,
            AuthorSession session,
            CsrfCheck csrf,
            Pages texts,
            ClientLimit links) {
        this.vertx = vertx;
        this.database = database;
        this.mailer = mailer;
        this.mailed = mailed;
        this.session = session;
        this.csrf = csrf;
        this.texts = texts;
        this.pages = new AuthorPages(texts);
        this.links = links;
    }

    @Override
    public void mount(Router router) {
        router.get("/sites/:site/mine")
                .handler(siteHandler(request -> Future.succeededFuture(form(request, "", null))));
        router.post("/sites/:site/mine").handler(siteHandler(this::mailLink));
        router.get("/sites/:site/mine/link/:token").handler(siteHandler(this::confirm));
        router.post("/sites/:site/mine/link/:token").handler(siteHandler(this::signIn));
    }

    private Future<Response> mailLink(SiteRequest request) {
        csrf.require(request);
        links.count(request);
        var site = request.site();
        var lang = lang(request);
        var typed = request.body(Typed.class).email();
        String email;
        try {
            email = required(CommentEdits.address(site, typed));
            // Before any look-up: where no mail can be sent the response says so for every address alike.
            mailer.require(site.id(), email);
        } catch (Problem refused) {
            return Future.succeededFuture(form(request, typed == null ? "" : typed, refused));
        }
        return Future.all(
                        mailer.mailSignIn(site, email, lang),
                        vertx.timer(RESPONSE_MILLIS + RANDOM.nextInt(SPREAD_MILLIS)))
                .map(done -> pages.message(
                        frame(request, lang),
                        pages.text(lang, "selfservice.mailed.title"),
                        pages.text(lang, "selfservice.mine.mailed")));
    }

    private Future<Response> confirm(SiteRequest request) {
        var lang = lang(request);
        return link(request).map(link -> {
            var form = new Form(
                    pages.text(lang, "selfservice.mine.title"),
                    List.of(pages.text(lang, "selfservice.mine.open")),
                    pages.url("/sites/" + request.site().key() + "/mine/link/" + request.path("token")),
                    List.of(new Button("open", "1", pages.text(lang, "selfservice.mine.openButton"))),
                    false);
            return pages.confirmation(200, frame(request, lang), form, null);
        });
    }

    private Future<Response> signIn(SiteRequest request) {
        csrf.require(request);
        lang(request);
        return link(request)
                .compose(link ->
                        database.query(client -> mailed.spend(client, link)).map(link))
                .map(link -> Response.seeOther(
                                pages.url("/sites/" + request.site().key() + "/mine/all"))
                        .with("Set-Cookie", session.begin(link)));
    }

    private Future<Link> link(SiteRequest request) {
        return mailed.require(AuthorMails.MINE, request.path("token")).map(link -> {
            if (link.siteId() != request.site().id()) {
                throw MailedLinks.over();
            }
            return link;
        });
    }

    private Response form(SiteRequest request, String typed, @Nullable Problem refused) {
        var site = request.site();
        var lang = lang(request);
        var form = new Form(
                pages.text(lang, "selfservice.mine.title"),
                List.of(pages.text(lang, "selfservice.mine.lead")),
                pages.url("/sites/" + site.key() + "/mine"),
                List.of(new Button("ask", "1", pages.text(lang, "selfservice.mine.button"))),
                false);
        return pages.form(
                frame(request, lang), form, refused, List.of(pages.field(site, lang, "email", typed, refused)));
    }

    private static String required(@Nullable String email) {
        if (email == null) {
            throw Problem.invalid(List.of(Problem.FieldError.of("email", "email_required")));
        }
        return email;
    }

    private Frame frame(SiteRequest request, String lang) {
        var site = request.site();
        return new Frame(
                site, lang, new AuthorActionView.Link(site.origins().get(0), pages.text(lang, "selfservice.toSite")));
    }

    private String lang(SiteRequest request) {
        return request.language(texts.messages(), request.query("lang"));
    }
}
