package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.write.Comments;
import dev.palabre.crypto.AccessCode;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Request;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import io.vertx.core.Future;

/** Finds the comment that the receipt in the path of a request gives access to. */
final class ReceiptHandler {
    private final Comments comments;
    private final AuthorActions authors;
    private final Sites sites;
    private final Messages messages;
    private final ClientLimit reads;

    /**
     * A valid receipt and its comment.
     *
     * @param receipt as in the address
     * @param site the comment's site
     * @param comment the comment
     * @param revoked whether a newer receipt replaced it, so that it gives no access any more
     * @param lang language of the answer
     */
    record Opened(String receipt, Site site, Comment comment, boolean revoked, String lang) {}

    ReceiptHandler(Comments comments, AuthorActions authors, Sites sites, Messages messages, ClientLimit reads) {
        this.comments = comments;
        this.authors = authors;
        this.sites = sites;
        this.messages = messages;
        this.reads = reads;
    }

    /** What the receipt of the path gives or gave access to, or 404. */
    Future<Opened> open(Request request) {
        reads.count(request);
        request.addResponseHeader("X-Robots-Tag", "noindex, nofollow");
        var text = request.path("receipt");
        var code = AccessCode.parse(text).orElseThrow(ReceiptHandler::unknown);
        return comments.byReceipt(code)
                .compose(found -> found.isPresent()
                        ? opened(request, text, found.get(), false)
                        : authors.byRevokedReceipt(code)
                                .compose(former ->
                                        opened(request, text, former.orElseThrow(ReceiptHandler::unknown), true)));
    }

    private Future<Opened> opened(Request request, String receipt, Comment comment, boolean revoked) {
        if (comment.status() == CommentStatus.ERASED) {
            throw unknown();
        }
        var lang = messages.pick(request.query("lang"), null, comment.lang());
        request.setLanguage(lang);
        return sites.require(comment.siteId()).map(site -> new Opened(receipt, site, comment, revoked, lang));
    }

    private static Problem unknown() {
        return Problem.of(Problem.Kind.NOT_FOUND, "unknown_receipt");
    }
}
