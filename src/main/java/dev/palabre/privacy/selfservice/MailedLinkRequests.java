package dev.palabre.privacy.selfservice;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Request;
import dev.palabre.privacy.selfservice.link.Link;
import dev.palabre.privacy.selfservice.link.MailedLinks;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.util.Set;
import java.util.UUID;

/** Finds the comment and the address that the mailed link in the path of a request is about. */
final class MailedLinkRequests {
    static final String ERASE = "erase";
    static final String CORRECT = "correct";
    static final String DOWNLOAD = "download";
    private static final Set<String> PURPOSES = Set.of(ERASE, CORRECT, DOWNLOAD, AuthorMails.ADDRESS, Comments.VERIFY);

    private final Database database;
    private final Sites sites;
    private final Comments comments;
    private final MailedLinks mailed;
    private final ClientLimit reads;
    private final AddressStore addresses = new AddressStore();

    /**
     * A link that still works.
     *
     * @param purpose what it is for
     * @param token as in the address
     * @param link what it says
     * @param site its site
     * @param comment the comment that it is about
     * @param email the address that it was mailed to
     */
    record Opened(String purpose, String token, Link link, Site site, Comment comment, String email) {
        String lang() {
            return comment.lang();
        }

        /**
         * Fails with 410 where the comment, read again, is erased or has another address by now.
         *
         * @return the comment
         */
        Comment requireValid(Comment current) {
            require(purpose, link.addressId(), current);
            return current;
        }
    }

    MailedLinkRequests(Database database, Sites sites, Comments comments, MailedLinks mailed, ClientLimit reads) {
        this.database = database;
        this.sites = sites;
        this.comments = comments;
        this.mailed = mailed;
        this.reads = reads;
    }

    /** What the link of the path is about; 410 where it works no longer. */
    Future<Opened> open(Request request) {
        reads.count(request);
        var purpose = request.path("right");
        var token = request.path("token");
        if (!PURPOSES.contains(purpose)) {
            throw Problem.notFound();
        }
        return mailed.require(purpose, token)
                .compose(link -> comments.find(link.siteId(), link.subjectId()).compose(found -> {
                    var comment = found.orElseThrow(MailedLinks::over);
                    require(purpose, link.addressId(), comment);
                    request.setLanguage(comment.lang());
                    return Future.all(sites.require(link.siteId()), email(link))
                            .map(both -> new Opened(purpose, token, link, both.resultAt(0), comment, both.resultAt(1)));
                }));
    }

    private Future<String> email(Link link) {
        return database.query(client -> addresses.find(client, link.siteId(), link.addressId()))
                .map(found -> found.orElseThrow(MailedLinks::over));
    }

    /** A link that confirms a new address is about a comment that still has the old one. */
    private static void require(String purpose, UUID addressId, Comment comment) {
        var own = purpose.equals(AuthorMails.ADDRESS) || addressId.equals(comment.addressId());
        if (comment.status() == CommentStatus.ERASED || !own) {
            throw MailedLinks.over();
        }
    }
}
