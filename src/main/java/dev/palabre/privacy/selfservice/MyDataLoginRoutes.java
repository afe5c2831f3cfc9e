package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.db.Database;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.Params;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.privacy.selfservice.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.AuthorPages.Asked;
import dev.palabre.privacy.selfservice.AuthorPages.Frame;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.SiteHandler;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to everything under one's address on a site: the address is typed, a link is mailed, and its button opens. The
 * answer is the same whether or not anything stands under the address.
 */
final class MyDataLoginRoutes {
    /** As many comments as are shown, taken along or erased at once. */
    static final int MOST = 5_000;

    /** Many times what the work takes, so that nobody learns from a watch whether an address is known. */
    private static final int ANSWERED_MILLIS = 300;

    /** And as many more at random, which hides what little a busy disk still tells afterwards. */
    private static final int SPREAD_MILLIS = 100;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final LinkMailer requests;
    private final MailedLinks mailed;
    private final AuthorSession session;
    private final AuthorPages pages;
    private final Messages messages;
    private final CsrfCheck sameOrigin;
    private final ClientAddresses visitors;
    private final RateLimit links;

    record Typed(@Nullable String email) {}

    MyDataLoginRoutes(
            Database database,
            LinkMailer requests,
            MailedLinks mailed,
            AuthorSession session,
            AuthorPages pages,
            Messages messages,
            CsrfCheck sameOrigin,
            ClientAddresses visitors,
            RateLimit links) {
        this.database = database;
        this.requests = requests;
        this.mailed = mailed;
        this.session = session;
        this.pages = pages;
        this.messages = messages;
        this.sameOrigin = sameOrigin;
        this.visitors = visitors;
        this.links = links;
    }

    void mount(Router router) {
        router.get("/sites/:site/mine").handler(Response.handler(this::show));
        router.post("/sites/:site/mine").handler(Response.handler(this::ask));
        router.get("/sites/:site/mine/link/:token").handler(Response.handler(this::confirm));
        router.post("/sites/:site/mine/link/:token").handler(Response.handler(this::enter));
    }

    private Future<Response> show(RoutingContext ctx) {
        return Future.succeededFuture(form(ctx, "", null));
    }

    private Future<Response> ask(RoutingContext ctx) {
        sameOrigin.require(ctx);
        links.require(visitors.bucket(ctx.request()), "too_many_requests");
        var site = SiteHandler.site(ctx);
        var lang = lang(ctx);
        var typed = RequestBody.read(ctx, Typed.class).email();
        String email;
        try {
            email = required(CommentEdits.address(site, typed));
            // Where no mail can be written this says so, whoever is known: nobody has looked yet.
            requests.require(site.id(), email);
        } catch (Problem refused) {
            return Future.succeededFuture(form(ctx, typed == null ? "" : typed, refused));
        }
        return Future.all(
                        requests.askAll(site, email, lang),
                        ctx.vertx().timer(ANSWERED_MILLIS + RANDOM.nextInt(SPREAD_MILLIS)))
                .map(asked -> pages.said(
                        ctx,
                        frame(site, lang),
                        pages.say(lang, "author.mailed.title"),
                        pages.say(lang, "author.mine.mailed")));
    }

    private Future<Response> confirm(RoutingContext ctx) {
        var site = SiteHandler.site(ctx);
        var lang = lang(ctx);
        return link(ctx, site).map(link -> {
            var asked = new Asked(
                    pages.say(lang, "author.mine.title"),
                    List.of(pages.say(lang, "author.mine.open")),
                    pages.to("/sites/" + site.key() + "/mine/link/" + Params.path(ctx, "token")),
                    List.of(new Button("open", "1", pages.say(lang, "author.mine.openButton"))),
                    false);
            return pages.asked(ctx, 200, frame(site, lang), asked, null);
        });
    }

    private Future<Response> enter(RoutingContext ctx) {
        sameOrigin.require(ctx);
        var site = SiteHandler.site(ctx);
        lang(ctx);
        return link(ctx, site)
                .compose(link ->
                        database.query(client -> mailed.spend(client, link)).map(link))
                .map(link -> Response.seeOther(pages.to("/sites/" + site.key() + "/mine/all"))
                        .with("Set-Cookie", session.begin(link)));
    }

    private Future<MailedLinks.Link> link(RoutingContext ctx, Site site) {
        return mailed.require(AuthorMails.MINE, Params.path(ctx, "token")).map(link -> {
            if (link.siteId() != site.id()) {
                throw MailedLinks.over();
            }
            return link;
        });
    }

    private Response form(RoutingContext ctx, String typed, @Nullable Problem refused) {
        var site = SiteHandler.site(ctx);
        var lang = lang(ctx);
        var asked = new Asked(
                pages.say(lang, "author.mine.title"),
                List.of(pages.say(lang, "author.mine.lead")),
                pages.to("/sites/" + site.key() + "/mine"),
                List.of(new Button("ask", "1", pages.say(lang, "author.mine.button"))),
                false);
        return pages.asked(
                ctx, frame(site, lang), asked, refused, List.of(pages.field(site, lang, "email", typed, refused)));
    }

    private static String required(@Nullable String email) {
        if (email == null) {
            throw Problem.invalid(List.of(Problem.FieldError.of("email", "email_required")));
        }
        return email;
    }

    private Frame frame(Site site, String lang) {
        return new Frame(site, lang, site.origins().get(0), pages.say(lang, "author.toSite"));
    }

    private String lang(RoutingContext ctx) {
        return SiteHandler.language(ctx, messages, Params.query(ctx, "lang"));
    }
}
