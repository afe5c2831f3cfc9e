package dev.palabre.comment.own;

import static dev.palabre.site.SiteRequest.siteHandler;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.thread.CommentPresenter;
import dev.palabre.comment.thread.OwnCommentPresenter;
import dev.palabre.comment.write.Comments;
import dev.palabre.comment.write.Comments.Opened;
import dev.palabre.crypto.AccessCode;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Pages;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.problem.Problem;
import dev.palabre.site.SiteRequest;
import dev.palabre.template.DomNodes;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The author's own comments of a page, opened by their receipts; unpublished comments are sent by this route only. */
public final class OwnRoutes implements Routes {
    private static final int MAX_RECEIPTS = 20;
    private static final String SCHEME = "Receipt";

    private final Comments comments;
    private final CommentPresenter presenter;
    private final OwnCommentPresenter jsonPresenter;
    private final Pages pages;
    private final ClientLimit reads;

    /** The comments as JSON or nodes, and the receipts that open none. */
    record OwnList(List<Object> comments, List<String> gone) {}

    /** A comment as the widget builds it. */
    record OwnNodes(String id, String status, List<Object> nodes) {}

    public OwnRoutes(
            Comments comments,
            CommentPresenter presenter,
            OwnCommentPresenter jsonPresenter,
            Pages pages,
            ClientLimit reads) {
        this.comments = comments;
        this.presenter = presenter;
        this.jsonPresenter = jsonPresenter;
        this.pages = pages;
        this.reads = reads;
    }

    @Override
    public void mount(Router router) {
        router.get("/api/sites/:site/own").handler(siteHandler(this::own));
    }

    private Future<Response> own(SiteRequest request) {
        reads.count(request);
        var reader = new Reader(request.site(), request.language(pages.messages(), request.query("lang")));
        var pageKey = request.page().key();
        var sent = receipts(request);
        var codes = sent.stream()
                .map(AccessCode::parse)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        var asNodes = request.wantsNodes();
        return comments.opened(request.site().id(), codes)
                .map(opened -> new OwnList(
                        opened.stream()
                                .map(Opened::comment)
                                .filter(comment -> comment.page().key().equals(pageKey) && isShown(comment))
                                .map(comment -> show(reader, comment, asNodes))
                                .toList(),
                        gone(sent, opened)))
                .map(list -> response(list, asNodes));
    }

    private static Response response(OwnList list, boolean asNodes) {
        var json = Response.json(200, list).with("Cache-Control", "private, no-store");
        return asNodes ? new Response(json.status(), Response.NODES, json.body(), json.headers()) : json;
    }

    private static boolean isShown(Comment comment) {
        return comment.status() != CommentStatus.ERASED && comment.status() != CommentStatus.WITHDRAWN;
    }

    private Object show(Reader reader, Comment comment, boolean asNodes) {
        if (!asNodes) {
            return jsonPresenter.json(reader, comment);
        }
        var html = pages.render("comment/thread/comment", presenter.own(reader, comment));
        return new OwnNodes(comment.id().toString(), comment.status().wire(), DomNodes.of(html));
    }

    private static List<String> gone(List<String> sent, List<Opened> opened) {
        return sent.stream()
                .filter(code ->
                        opened.stream().noneMatch(own -> own.receipt().text().equals(code) && isShown(own.comment())))
                .toList();
    }

    private static List<String> receipts(SiteRequest request) {
        var receipts = Arrays.stream(
                        request.credentials(SCHEME, "receipt_required").split(",", -1))
                .map(String::strip)
                .filter(code -> !code.isEmpty())
                .toList();
        if (receipts.size() > MAX_RECEIPTS) {
            throw Problem.of(Problem.Kind.MALFORMED, "too_many_receipts", Map.of("max", MAX_RECEIPTS));
        }
        return receipts;
    }
}
