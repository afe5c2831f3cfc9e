package dev.palabre.comment;

import dev.palabre.comment.Comments.Opened;
import dev.palabre.comment.Views.Reader;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Nodes;
import dev.palabre.kernel.template.Templates;
import dev.palabre.kernel.token.Code;
import dev.palabre.site.SiteDoor;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The author's own comments of a page, opened by their receipts; what nobody else may see travels only here. */
final class OwnRoutes {
    private static final int MAX_RECEIPTS = 20;
    private static final String SCHEME = "Receipt";

    private final Comments comments;
    private final Views views;
    private final OwnViews ownViews;
    private final Templates templates;
    private final Messages messages;
    private final Visitors visitors;
    private final RateLimit limit;

    record OwnList(List<Object> comments, List<String> gone) {}

    record OwnNodes(String id, String status, List<Object> nodes) {}

    OwnRoutes(
            Comments comments,
            Views views,
            Templates templates,
            Messages messages,
            Visitors visitors,
            RateLimit limit) {
        this.comments = comments;
        this.views = views;
        this.ownViews = new OwnViews(messages);
        this.templates = templates;
        this.messages = messages;
        this.visitors = visitors;
        this.limit = limit;
    }

    void mount(Router router) {
        router.get("/api/sites/:site/own").handler(Reply.handler(this::own));
    }

    private Future<Reply> own(RoutingContext ctx) {
        limit.require(visitors.bucket(ctx.request()), "too_many_requests");
        var site = SiteDoor.site(ctx);
        var lang = SiteDoor.language(ctx, messages, Params.query(ctx, "lang"));
        var page = ThreadRoutes.page(ctx, site);
        var sent = codes(ctx);
        var known = sent.stream()
                .map(Code::parse)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        var asNodes = Reply.asNodes(ctx);
        return comments.opened(site.id(), known)
                .map(opened -> new OwnList(
                        opened.stream()
                                .filter(own -> own.comment().page().key().equals(page.key()))
                                .filter(own -> showsItsAuthor(own.comment()))
                                .map(own -> view(new Reader(site, lang), own, asNodes))
                                .toList(),
                        gone(sent, opened)))
                .map(list -> Reply.json(200, list).with("Cache-Control", "private, no-store"))
                .map(reply -> asNodes ? new Reply(reply.status(), Reply.NODES, reply.body(), reply.headers()) : reply);
    }

    private static boolean showsItsAuthor(Comment comment) {
        return comment.status() != Status.ERASED && comment.status() != Status.WITHDRAWN;
    }

    private Object view(Reader reader, Opened own, boolean asNodes) {
        if (!asNodes) {
            return ownViews.json(reader, own.comment());
        }
        var view = views.own(reader, own.comment());
        return new OwnNodes(view.id(), own.comment().status().wire(), Nodes.of(templates.render("comment", view)));
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
