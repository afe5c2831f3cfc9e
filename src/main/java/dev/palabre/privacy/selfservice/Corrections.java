package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.lifecycle.CommentEdits.Named;
import dev.palabre.comment.model.Comment;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Field;
import dev.palabre.privacy.selfservice.page.AuthorPages;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import dev.palabre.text.CanonicalEmail;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Corrections of an author's name, applied at once, and address, applied when the new one is confirmed. */
final class Corrections {
    private final CommentEdits edits;
    private final LinkMailer mailer;
    private final AuthorPages pages;

    record Typed(
            @Nullable String lastName,
            @Nullable String firstName,
            @Nullable String email) {
        static Typed of(Comment comment, String email) {
            return new Typed(comment.lastName(), comment.firstName(), email);
        }
    }

    /**
     * A correction that is in order.
     *
     * @param address the new one, null where it stays
     */
    record Correction(Named named, @Nullable String address) {}

    Corrections(CommentEdits edits, LinkMailer mailer, AuthorPages pages) {
        this.edits = edits;
        this.mailer = mailer;
        this.pages = pages;
    }

    /** Whether a failure is to be shown in the form again. */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof Problem problem
                && (problem.kind() == Kind.INVALID || problem.kind() == Kind.TOO_MANY);
    }

    /**
     * Checks everything at once, before anything is used up.
     *
     * @param email the address as it is
     * @throws Problem 422, or 429 where the new address had enough of our mails
     */
    Correction checked(Site site, Typed typed, String email) {
        var errors = new ArrayList<FieldError>();
        var named = collected(errors, () -> CommentEdits.named(site, typed.lastName(), typed.firstName()));
        var address = collected(errors, () -> CommentEdits.address(site, typed.email()));
        if (named == null || !errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        if (address == null || CanonicalEmail.isSame(address, email)) {
            return new Correction(named, null);
        }
        mailer.require(site.id(), address);
        return new Correction(named, address);
    }

    /** Corrects in the caller's transaction, which has the comment locked. */
    Future<Void> apply(SqlClient client, Site site, Comment comment, Correction correction) {
        var renamed = edits.rename(client, site, comment, correction.named());
        var address = correction.address();
        return address == null
                ? renamed
                : Future.all(renamed, mailer.mailConfirmation(client, comment, address))
                        .mapEmpty();
    }

    List<Field> fields(Site site, String lang, Typed typed, @Nullable Problem refused) {
        return List.of(
                pages.field(site, lang, "lastName", typed.lastName(), refused),
                pages.field(site, lang, "firstName", typed.firstName(), refused),
                pages.field(site, lang, "email", typed.email(), refused));
    }

    private static <T> @Nullable T collected(List<FieldError> errors, Check<T> check) {
        try {
            return check.value();
        } catch (Problem refused) {
            errors.addAll(refused.errors());
            return null;
        }
    }

    private interface Check<T> {
        @Nullable
        T value();
    }
}
