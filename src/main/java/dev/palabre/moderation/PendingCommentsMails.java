package dev.palabre.moderation;

import dev.palabre.comment.model.CommentSearch;
import dev.palabre.comment.model.CommentSearch.Found;
import dev.palabre.comment.model.CommentSearch.Query;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentedPage;
import dev.palabre.db.Database;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.OutboxMessage;
import dev.palabre.mail.template.Mail;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.mail.template.PendingCommentsMail;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Writes the notice that something waits, unless all of it was decided before the notice left. */
final class PendingCommentsMails {
    private final Database database;
    private final Sites sites;
    private final MailRenderer renderer;
    private final PublicUrl links;
    private final CommentSearch search = new CommentSearch();

    PendingCommentsMails(Database database, Sites sites, MailRenderer renderer, PublicUrl links) {
        this.database = database;
        this.sites = sites;
        this.renderer = renderer;
        this.links = links;
    }

    Future<Optional<Mail>> waiting(OutboxMessage letter) {
        var oldest = new Query(List.of(letter.siteId()), CommentStatus.PENDING, null, 1, null);
        return database.query(client -> search.page(client, oldest)).compose(found -> found.stream()
                .findFirst()
                .map(Found::comment)
                .map(comment -> compose(letter, comment.page()))
                .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Optional<Mail>> compose(OutboxMessage letter, CommentedPage page) {
        return sites.require(letter.siteId())
                .map(site -> Optional.of(renderer.render(new PendingCommentsMail(
                        letter.lang(), site.name(), page.title(), page.url(), links.to("/moderation")))));
    }
}
