package dev.palabre.comment.own;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.thread.CommentPresenter;
import dev.palabre.comment.thread.OwnCommentPresenter;
import dev.palabre.comment.thread.ThreadRoutes;
import dev.palabre.comment.write.Comments;
import dev.palabre.comment.write.Comments.Opened;
import dev.palabre.crypto.AccessCode;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.Params;
import dev.palabre.http.RateLimit;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem;
import dev.palabre.site.SiteHandler;
import dev.palabre.template.DomNodes;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The author's own comments of a page, opened by their receipts; what nobody else may see travels only here. */
public final class OwnRoutes {
    private static final int MAX_RECEIPTS = 20;
    private static final String SCHEME = "Receipt";

    private final Comments comments;
    private final CommentPresenter views;
    private final OwnCommentPresenter ownViews;
    private final Templates templates;
    private final Messages messages;
    private final ClientAddresses visitors;
    private final RateLimit limit;

    record OwnList(List<Object> comments, List<String> gone) {}

    record OwnNodes(String id, String status, List<Object> nodes) {}

    public OwnRoutes(
            Comments comments,
            CommentPresenter views,
            Templates templates,
            Messages messages,
            ClientAddresses visitors,
            RateLimit limit) {
        this.comments = comments;
        this.views = views;
        this.ownViews = new OwnCommentPresenter(messages);
        this.templates = templates;
        this.messages = messages;
        this.visitors = visitors;
        this.limit = limit;
    }

    public void mount(Router router) {
        router.get("/api/sites/:site/own").handler(Response.handler(this::own));
    }

    private Future<Response> own(RoutingContext ctx) {
        limit.require(visitors.bucket(ctx.request()), "too_many_requests");
        var site = SiteHandler.site(ctx);
        var lang = SiteHandler.language(ctx, messages, Params.query(ctx, "lang"));
        var page = ThreadRoutes.page(ctx, site);
        var sent = codes(ctx);
        var known = sent.stream()
                .map(AccessCode::parse)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        var asNodes = Response.asNodes(ctx);
        return comments.opened(site.id(), known)
                .map(opened -> new OwnList(
                        opened.stream()
                                .filter(own -> own.comment().page().key().equals(page.key()))
                                .filter(own -> showsItsAuthor(own.comment()))
                                .map(own -> view(new Reader(site, lang), own, asNodes))
                                .toList(),
                        gone(sent, opened)))
                .map(list -> Response.json(200, list).with("Cache-Control", "private, no-store"))
                .map(reply ->
                        asNodes ? new Response(reply.status(), Response.NODES, reply.body(), reply.headers()) : reply);
    }

    private static boolean showsItsAuthor(Comment comment) {
        return comment.status() != CommentStatus.ERASED && comment.status() != CommentStatus.WITHDRAWN;
    }

    private Object view(Reader reader, Opened own, boolean asNodes) {
        if (!asNodes) {
            return ownViews.json(reader, own.comment());
        }
        var view = views.own(reader, own.comment());
        return new OwnNodes(view.id(), own.comment().status().wire(), DomNodes.of(templates.render("comment", view)));
    }

    private static List<String> gone(List<String> sent, List<Opened> opened) {
        return sent.stream()
                .filter(code -> opened.stream()
                        .noneMatch(own -> own.receipt().text().equals(code) && showsItsAuthor(own.comment())))
                .toList();
    }

    private static List<String> codes(RoutingContext ctx) {
        var header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
        var separator = header == null ? -1 : header.indexOf(' ');
        if (header == null || separator < 0 || !header.substring(0, separator).equalsIgnoreCase(SCHEME)) {
            ctx.response().putHeader("WWW-Authenticate", SCHEME);
            throw Problem.of(Problem.Kind.UNAUTHENTICATED, "receipt_required");
        }
        var codes = Arrays.stream(header.substring(separator + 1).split(",", -1))
                .map(String::strip)
                .filter(code -> !code.isEmpty())
                .toList();
        if (codes.size() > MAX_RECEIPTS) {
            throw Problem.of(Problem.Kind.MALFORMED, "too_many_receipts", Map.of("max", MAX_RECEIPTS));
        }
        return codes;
    }
}
