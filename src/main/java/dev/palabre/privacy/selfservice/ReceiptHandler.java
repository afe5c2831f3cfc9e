package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.write.Comments;
import dev.palabre.crypto.AccessCode;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Params;
import dev.palabre.http.RateLimit;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** The door that receipts open. */
final class ReceiptHandler {
    private final Comments comments;
    private final AuthorActions authors;
    private final Sites sites;
    private final Messages messages;
    private final ClientAddresses visitors;
    private final RateLimit limit;

    /**
     * What a receipt opens.
     *
     * @param receipt as it stands in the address
     * @param spent whether another receipt took its place, so that it opens nothing any more
     * @param lang in which its author is spoken to
     */
    record Opened(String receipt, Site site, Comment comment, boolean spent, String lang) {}

    ReceiptHandler(
            Comments comments,
            AuthorActions authors,
            Sites sites,
            Messages messages,
            ClientAddresses visitors,
            RateLimit limit) {
        this.comments = comments;
        this.authors = authors;
        this.sites = sites;
        this.messages = messages;
        this.visitors = visitors;
        this.limit = limit;
    }

    /** What the receipt of the path opens or opened, or 404. */
    Future<Opened> open(RoutingContext ctx) {
        limit.require(visitors.bucket(ctx.request()), "too_many_requests");
        ctx.response().putHeader("X-Robots-Tag", "noindex, nofollow");
        var text = Params.path(ctx, "receipt");
        var code = AccessCode.parse(text).orElseThrow(ReceiptHandler::unknown);
        return comments.byReceipt(code)
                .compose(found -> found.isPresent()
                        ? opened(ctx, text, found.get(), false)
                        : authors.byRevokedReceipt(code)
                                .compose(former ->
                                        opened(ctx, text, former.orElseThrow(ReceiptHandler::unknown), true)));
    }

    private Future<Opened> opened(RoutingContext ctx, String receipt, Comment comment, boolean spent) {
        if (comment.status() == CommentStatus.ERASED) {
            throw unknown();
        }
        var lang = messages.pick(Params.query(ctx, "lang"), null, comment.lang());
        ErrorHandler.speak(ctx, lang);
        return sites.require(comment.siteId()).map(site -> new Opened(receipt, site, comment, spent, lang));
    }

    private static Problem unknown() {
        return Problem.of(Problem.Kind.NOT_FOUND, "unknown_receipt");
    }
}
