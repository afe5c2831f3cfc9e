package dev.palabre.moderation;

import dev.palabre.comment.CommentSearch;
import dev.palabre.comment.CommentSearch.Found;
import dev.palabre.comment.CommentSearch.Query;
import dev.palabre.comment.CommentedPage;
import dev.palabre.comment.Status;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.sql.Database;
import dev.palabre.mail.Letter;
import dev.palabre.mail.Mail;
import dev.palabre.mail.MailRenderer;
import dev.palabre.mail.WaitingMail;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Writes the notice that something waits, unless all of it was decided before the notice left. */
final class WaitingLetters {
    private final Database database;
    private final Sites sites;
    private final MailRenderer renderer;
    private final Links links;
    private final CommentSearch search = new CommentSearch();

    WaitingLetters(Database database, Sites sites, MailRenderer renderer, Links links) {
        this.database = database;
        this.sites = sites;
        this.renderer = renderer;
        this.links = links;
    }

    Future<Optional<Mail>> waiting(Letter letter) {
        var oldest = new Query(List.of(letter.siteId()), Status.PENDING, null, null, 1, null);
        return database.query(client -> search.page(client, oldest)).compose(found -> found.stream()
                .findFirst()
                .map(Found::comment)
                .map(comment -> compose(letter, comment.page()))
                .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Optional<Mail>> compose(Letter letter, CommentedPage page) {
        return sites.require(letter.siteId())
                .map(site -> Optional.of(renderer.render(new WaitingMail(
                        letter.lang(), site.name(), page.title(), page.url(), links.to("/moderation")))));
    }
}
