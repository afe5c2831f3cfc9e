package dev.palabre.author;

import dev.palabre.comment.Authors;
import dev.palabre.comment.Comment;
import dev.palabre.comment.Comments;
import dev.palabre.comment.Status;
import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.token.Code;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** The door that receipts open. */
final class ReceiptDoor {
    private final Comments comments;
    private final Authors authors;
    private final Sites sites;
    private final Messages messages;
    private final Visitors visitors;
    private final RateLimit limit;

    /**
     * What a receipt opens.
     *
     * @param receipt as it stands in the address
     * @param spent whether another receipt took its place, so that it opens nothing any more
     * @param lang in which its author is spoken to
     */
    record Opened(String receipt, Site site, Comment comment, boolean spent, String lang) {}

    ReceiptDoor(
            Comments comments, Authors authors, Sites sites, Messages messages, Visitors visitors, RateLimit limit) {
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
        var code = Code.parse(text).orElseThrow(ReceiptDoor::unknown);
        return comments.byReceipt(code)
                .compose(found -> found.isPresent()
                        ? opened(ctx, text, found.get(), false)
                        : authors.bySpentReceipt(code)
                                .compose(former -> opened(ctx, text, former.orElseThrow(ReceiptDoor::unknown), true)));
    }

    private Future<Opened> opened(RoutingContext ctx, String receipt, Comment comment, boolean spent) {
        if (comment.status() == Status.ERASED) {
            throw unknown();
        }
        var lang = messages.pick(Params.query(ctx, "lang"), null, comment.lang());
        Failures.speak(ctx, lang);
        return sites.require(comment.siteId()).map(site -> new Opened(receipt, site, comment, spent, lang));
    }

    private static Problem unknown() {
        return Problem.of(Problem.Kind.NOT_FOUND, "unknown_receipt");
    }
}
