package dev.palabre.comment.lifecycle;

import dev.palabre.comment.model.AuthorCommentStore;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.DisplayName;
import dev.palabre.comment.model.Markup;
import dev.palabre.comment.model.NewComment;
import dev.palabre.comment.model.Revision;
import dev.palabre.comment.model.RevisionStore;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Settings.Moderation;
import dev.palabre.site.Site;
import dev.palabre.spam.SpamFilter;
import dev.palabre.spam.SpamInput;
import dev.palabre.spam.Verdict;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes that authors make to their comments. The rules of a new comment apply: where the site moderates before
 * publication, a changed comment returns to the queue.
 */
public final class CommentEdits {
    /** Reasons of the submission that no change of the text removes. */
    private static final List<String> OF_THE_SENDER = List.of("honeypot", "too_fast");

    private final Database database;
    private final Comments comments;
    private final SpamFilter spamFilter;
    private final Outbox outbox;
    private final AuthorCommentStore store = new AuthorCommentStore();
    private final RevisionStore edits = new RevisionStore();

    /**
     * Names as they will be kept.
     *
     * @param lastName null where none is given
     * @param firstName null where none is given
     */
    public record Named(@Nullable String lastName, @Nullable String firstName) {}

    /** Changes of these comments. */
    public CommentEdits(Database database, Comments comments, SpamFilter spamFilter, Outbox outbox) {
        this.database = database;
        this.comments = comments;
        this.spamFilter = spamFilter;
        this.outbox = outbox;
    }

    /** Whether the author may change the text now: while it waits, and for the site's minutes after it went online. */
    public static boolean isOpen(Site site, Comment comment) {
        var published = comment.publishedAt();
        return comment.status() == CommentStatus.PENDING
                || (comment.status() == CommentStatus.PUBLISHED
                        && published != null
                        && published
                                .plus(Duration.ofMinutes(site.settings().editMinutes()))
                                .isAfter(Instant.now()));
    }

    /**
     * Gives a comment another text; answers the comment as it was. The same text again changes nothing.
     *
     * @throws Problem 422 for a text that no comment may have; as a failed future 409 {@code edit_closed} when it is too late
     */
    public Future<Comment> edit(Site site, Comment seen, @Nullable String typed) {
        var text = text(site, typed);
        if (text.equals(seen.text())) {
            return Future.succeededFuture(seen);
        }
        // Else the spam filter would find that the author repeats themselves.
        spamFilter.forget(submission(site, seen.text()));
        var verdict = spamFilter.check(submission(site, text));
        return database.transaction(client -> locked(client, seen).compose(comment -> {
                    if (!isOpen(site, comment)) {
                        throw Problem.of(Kind.CONFLICT, "edit_closed");
                    }
                    return rewrite(client, site, comment, text, verdict).map(comment);
                }))
                .onFailure(failure -> spamFilter.forget(submission(site, text)))
                .onSuccess(comments::afterCommit);
    }

    /** The texts that a comment had before, the first first. */
    public Future<List<Revision>> former(Comment comment) {
        return former(comment.siteId(), List.of(comment.id()))
                .map(found -> found.getOrDefault(comment.id(), List.of()));
    }

    /** The same of many comments of a site; one that had no other text is left out. */
    public Future<Map<UUID, List<Revision>>> former(int siteId, List<UUID> commentIds) {
        return database.query(client -> edits.list(client, siteId, commentIds));
    }

    /**
     * Checks names as the form does.
     *
     * @throws Problem 422 with every field that was refused
     */
    public static Named named(Site site, @Nullable String lastName, @Nullable String firstName) {
        var errors = new ArrayList<FieldError>();
        var named = new Named(
                NewComment.name(errors, "lastName", lastName, site.settings()),
                NewComment.name(errors, "firstName", firstName, site.settings()));
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return named;
    }

    /**
     * Checks an address as the form does; null where none is given.
     *
     * @throws Problem 422
     */
    public static @Nullable String address(Site site, @Nullable String typed) {
        var errors = new ArrayList<FieldError>();
        var email = NewComment.email(errors, typed, site.settings());
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return email;
    }

    /** Gives a comment other names, in the caller's transaction; the caller has it locked and calls afterCommit. */
    public Future<Void> rename(SqlClient client, Site site, Comment comment, Named named) {
        var name = DisplayName.shown(site.settings().publicName(), named.firstName(), named.lastName());
        var steps = new ArrayList<Future<Void>>();
        steps.add(store.rename(client, comment, name, named.lastName(), named.firstName()));
        if (!Objects.equals(name, comment.name())) {
            steps.addAll(shown(client, site, comment, site.settings().moderation() == Moderation.BEFORE));
        }
        return Future.all(steps).mapEmpty();
    }

    private Future<Void> rewrite(SqlClient client, Site site, Comment comment, String text, Verdict verdict) {
        var again = site.settings().moderation() == Moderation.BEFORE || !verdict.isClean();
        var steps = new ArrayList<Future<Void>>();
        steps.add(edits.append(client, comment));
        steps.add(store.rewrite(client, comment, text, Markup.html(text), held(comment, verdict)));
        steps.addAll(shown(client, site, comment, again));
        return Future.all(steps).mapEmpty();
    }

    /** What follows for readers where the comment is online: it is shown anew, or not until somebody has looked at it. */
    private List<Future<Void>> shown(SqlClient client, Site site, Comment comment, boolean again) {
        if (comment.status() != CommentStatus.PUBLISHED) {
            return List.of();
        }
        return again
                ? List.of(
                        comments.move(client, comment, CommentStatus.PENDING, null)
                                .mapEmpty(),
                        notice(client, site.id(), comment.id()))
                : List.of(comments.bumpVersion(client, comment));
    }

    private Future<Void> notice(SqlClient client, int siteId, UUID id) {
        return outbox.toModerators(
                client, Comments.WAITING, List.of(new Claim(siteId, null, id, CommentStatus.PENDING.wire())));
    }

    private Future<Comment> locked(SqlClient client, Comment seen) {
        return comments.lock(client, seen.siteId(), seen.id()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static @Nullable String held(Comment comment, Verdict verdict) {
        var before = comment.heldReason() == null
                ? Stream.<String>of()
                : Stream.of(comment.heldReason().split(",", -1));
        var reasons = Stream.concat(before.filter(OF_THE_SENDER::contains), verdict.reasons().stream())
                .distinct()
                .toList();
        return reasons.isEmpty() ? null : String.join(",", reasons);
    }

    private static String text(Site site, @Nullable String typed) {
        var errors = new ArrayList<FieldError>();
        var text = NewComment.text(errors, typed, site.settings().textMax());
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return text;
    }

    private static SpamInput submission(Site site, String text) {
        return new SpamInput(site.id(), null, text, null, null, site.settings().linksMax());
    }
}
