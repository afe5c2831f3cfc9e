package dev.palabre.privacy.selfservice;

import dev.palabre.address.AddressStore;
import dev.palabre.address.MaskedEmail;
import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.StatusText;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Params;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.selfservice.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.AuthorActionView.Field;
import dev.palabre.privacy.selfservice.AuthorPages.Asked;
import dev.palabre.privacy.selfservice.AuthorPages.Frame;
import dev.palabre.privacy.selfservice.Corrections.Typed;
import dev.palabre.privacy.selfservice.MailedLinks.Link;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a mailed link opens: a page that says what will happen, and one button that does it, once. */
final class MailedLinkRoutes {
    private static final String ERASE = "erase";
    private static final String CORRECT = "correct";
    private static final String DOWNLOAD = "download";
    private static final Set<String> RIGHTS = Set.of(ERASE, CORRECT, DOWNLOAD, AuthorMails.ADDRESS, Comments.VERIFY);

    private final Needs needs;
    private final AuthorPages pages;
    private final AddressStore addresses = new AddressStore();

    /** What the page works with. */
    record Needs(
            Database database,
            Sites sites,
            Comments comments,
            AuthorActions authors,
            CommentErasure erasure,
            Receipts receipts,
            Corrections corrections,
            PersonalDataExport download,
            MailedLinks mailed,
            Outbox outbox,
            CsrfCheck sameOrigin,
            ClientAddresses visitors,
            RateLimit limit) {}

    /** A link that still works, with what it is about. */
    private record Opened(
            String right, String token, Link link, Site site, Comment comment, String email, String lang) {}

    record Choice(@Nullable String format) {}

    MailedLinkRoutes(Needs needs, AuthorPages pages) {
        this.needs = needs;
        this.pages = pages;
    }

    void mount(Router router) {
        router.get("/rights/:right/:token").handler(Response.handler(this::show));
        router.post("/rights/:right/:token").handler(Response.handler(this::act));
    }

    private Future<Response> show(RoutingContext ctx) {
        return open(ctx)
                .map(opened -> opened.right().equals(CORRECT)
                        ? form(ctx, opened, Typed.of(opened.comment(), opened.email()), null)
                        : pages.asked(ctx, 200, frame(opened), asked(opened), html(opened)));
    }

    private Future<Response> act(RoutingContext ctx) {
        needs.sameOrigin().require(ctx);
        return open(ctx).compose(opened -> switch (opened.right()) {
            case ERASE ->
                used(opened, client -> locked(client, opened)
                                .compose(c -> needs.erasure().erase(client, c)))
                        .map(done -> said(ctx, opened, "author.done.erase"));
            case CORRECT -> correct(ctx, opened);
            case DOWNLOAD -> download(ctx, opened);
            case AuthorMails.ADDRESS ->
                used(opened, client -> locked(client, opened).compose(comment -> readdress(client, opened, comment)))
                        .map(done -> said(ctx, opened, "author.done.address"));
            default ->
                used(opened, client -> locked(client, opened)
                                .compose(comment -> needs.authors().verify(client, opened.site(), comment)))
                        .map(done -> Response.seeOther(
                                needs.receipts().statusUrl(needs.receipts().of(opened.comment())) + "?done=verify"));
        });
    }

    private Future<Void> readdress(SqlClient client, Opened opened, Comment comment) {
        var former = comment.addressId();
        var steps = new ArrayList<Future<Void>>();
        steps.add(needs.authors().changeAddress(client, comment, opened.link().addressId()));
        if (former != null && !former.equals(opened.link().addressId())) {
            steps.add(needs.outbox().forget(client, comment.siteId(), former, comment.id()));
            steps.add(addresses.drop(client, comment.siteId(), former));
        }
        return Future.all(steps).mapEmpty();
    }

    private Future<Response> correct(RoutingContext ctx, Opened opened) {
        var typed = Corrections.typed(ctx);
        return Future.succeededFuture(typed)
                .map(words -> needs.corrections().checked(opened.site(), words, opened.email()))
                .compose(correction -> used(
                                opened, client -> locked(client, opened).compose(comment -> needs.corrections()
                                        .apply(client, opened.site(), comment, correction)))
                        .map(done -> correction.address() == null
                                ? said(ctx, opened, "author.done.correct")
                                : pages.said(
                                        ctx,
                                        frame(opened),
                                        pages.say(opened.lang(), "author.done.title"),
                                        pages.say(opened.lang(), "author.done.correct"),
                                        pages.say(
                                                opened.lang(),
                                                "author.done.confirm",
                                                Map.of("address", MaskedEmail.of(correction.address()))))))
                .recover(failure -> failure instanceof Problem problem
                                && (problem.kind() == Kind.INVALID || problem.kind() == Kind.TOO_MANY)
                        ? Future.succeededFuture(form(ctx, opened, typed, problem))
                        : Future.failedFuture(failure));
    }

    private Future<Response> download(RoutingContext ctx, Opened opened) {
        var asPage = "html".equals(RequestBody.read(ctx, Choice.class).format());
        return needs.database()
                .query(client -> needs.mailed().spend(client, opened.link()))
                .compose(spent -> needs.download()
                        .one(
                                opened.site(),
                                opened.comment(),
                                opened.link().addressId(),
                                opened.email(),
                                opened.lang(),
                                asPage));
    }

    private interface Work {
        Future<Void> with(SqlClient client);
    }

    /** Uses the link and does the work, both or none. */
    private Future<Void> used(Opened opened, Work work) {
        return needs.database()
                .transaction(
                        client -> needs.mailed().spend(client, opened.link()).compose(first -> work.with(client)))
                .onSuccess(done -> needs.comments().afterCommit(opened.comment()));
    }

    private Future<Comment> locked(SqlClient client, Opened opened) {
        return needs.authors().locked(client, opened.comment()).map(comment -> {
            requireTheirs(opened.right(), opened.link().addressId(), comment);
            return comment;
        });
    }

    private Future<Opened> open(RoutingContext ctx) {
        needs.limit().require(needs.visitors().bucket(ctx.request()), "too_many_requests");
        var right = Params.path(ctx, "right");
        var token = Params.path(ctx, "token");
        if (!RIGHTS.contains(right)) {
            throw Problem.notFound();
        }
        return needs.mailed().require(right, token).compose(link -> needs.comments()
                .find(link.siteId(), link.subjectId())
                .compose(found -> {
                    var comment = found.orElseThrow(MailedLinks::over);
                    requireTheirs(right, link.addressId(), comment);
                    ErrorHandler.speak(ctx, comment.lang());
                    return Future.all(needs.sites().require(link.siteId()), email(link))
                            .map(both -> new Opened(
                                    right, token, link, both.resultAt(0), comment, both.resultAt(1), comment.lang()));
                }));
    }

    private Future<String> email(Link link) {
        return needs.database()
                .query(client -> addresses.find(client, link.siteId(), link.addressId()))
                .map(found -> found.orElseThrow(MailedLinks::over));
    }

    /** A link dies with the comment, and where the comment's address is another by now. */
    private static void requireTheirs(String right, UUID addressId, Comment comment) {
        var theirs = right.equals(AuthorMails.ADDRESS) || addressId.equals(comment.addressId());
        if (comment.status() == CommentStatus.ERASED || !theirs) {
            throw MailedLinks.over();
        }
    }

    private Response form(RoutingContext ctx, Opened opened, Typed typed, @Nullable Problem refused) {
        List<Field> fields = needs.corrections().fields(opened.site(), opened.lang(), typed, refused);
        return pages.asked(ctx, frame(opened), asked(opened), refused, fields);
    }

    private Asked asked(Opened opened) {
        var words = "author.right." + opened.right() + ".";
        var buttons = opened.right().equals(DOWNLOAD)
                ? List.of(
                        new Button("format", "json", pages.say(opened.lang(), "author.data.json")),
                        new Button("format", "html", pages.say(opened.lang(), "author.data.html")))
                : List.of(new Button("right", opened.right(), pages.say(opened.lang(), words + "button")));
        return new Asked(
                pages.say(opened.lang(), words + "title"),
                List.of(pages.say(
                        opened.lang(),
                        words + "lead",
                        Map.of("title", opened.comment().page().title(), "address", opened.email()))),
                pages.to("/rights/" + opened.right() + "/" + opened.token()),
                buttons,
                opened.right().equals(ERASE));
    }

    private @Nullable String html(Opened opened) {
        return opened.right().equals(AuthorMails.ADDRESS) ? null : StatusText.inert(opened.comment());
    }

    private Response said(RoutingContext ctx, Opened opened, String key) {
        return pages.said(
                ctx, frame(opened), pages.say(opened.lang(), "author.done.title"), pages.say(opened.lang(), key));
    }

    private static Frame frame(Opened opened) {
        return new Frame(opened.site(), opened.lang(), null, null);
    }
}
