package dev.palabre.comment.model;

import dev.palabre.address.EmailAddress;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.site.PageUrl;
import dev.palabre.site.Settings;
import dev.palabre.site.Site;
import dev.palabre.text.CanonicalEmail;
import dev.palabre.text.TextRules;
import dev.palabre.text.TypedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A comment that passed every check and can be stored as it is.
 *
 * @param site its site
 * @param page its page, normalised
 * @param title the page's title, its address where none was sent
 * @param text NFC, line ends {@code \n}, ends trimmed
 * @param lastName null where none was given
 * @param firstName null where none was given
 * @param email null where none was given
 * @param follow whether the author asks to subscribe to the page, which takes an e-mail address
 * @param lang language that its author writes in
 * @param notice version of the legal notice that its author read
 */
public record NewComment(
        Site site,
        PageUrl page,
        String title,
        String text,
        @Nullable String lastName,
        @Nullable String firstName,
        @Nullable String email,
        boolean follow,
        String lang,
        String notice) {
    public static final int MAX_TITLE = 1_000;
    private static final int MAX_MARKS = 8;

    /**
     * Checks everything at once.
     *
     * @throws Problem 422 with every field that was refused, 403 for a page of another site
     */
    public static NewComment from(SubmitRequest request, Site site, String lang, String notice) {
        var errors = new ArrayList<FieldError>();
        var settings = site.settings();
        var text = text(errors, request.text(), settings.textMax());
        var lastName = name(errors, "lastName", request.lastName(), settings);
        var firstName = name(errors, "firstName", request.firstName(), settings);
        var email = email(errors, request.email(), settings);
        var follow = follow(errors, request.follow(), email, settings);
        var title = title(errors, request.pageTitle());
        if (request.pageUrl() == null || request.pageUrl().isBlank()) {
            errors.add(FieldError.of("pageUrl", "page_address", "max", 1_000));
            throw Problem.invalid(errors);
        }
        var page = page(errors, site, request.pageUrl(), request.pageId());
        if (page == null || !errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new NewComment(
                site, page, title == null ? page.url() : title, text, lastName, firstName, email, follow, lang, notice);
    }

    /** The name that everybody will see, as the site's setting makes it. */
    public String publicName() {
        return DisplayName.shown(site.settings().publicName(), firstName, lastName);
    }

    private static @Nullable PageUrl page(List<FieldError> errors, Site site, String url, @Nullable String sentId) {
        var id = sentId == null || sentId.isBlank() ? null : sentId;
        try {
            return PageUrl.of(site, url, id);
        } catch (Problem refused) {
            if (refused.kind() != Problem.Kind.INVALID) {
                throw refused;
            }
            errors.addAll(refused.errors());
            return null;
        }
    }

    public static String text(List<FieldError> errors, @Nullable String typed, int max) {
        var checked = TypedText.of("text", typed, max);
        if (checked.error() != null) {
            errors.add(checked.error());
        } else if (!TextRules.visible(checked.text())) {
            errors.add(FieldError.of("text", "text_required"));
        }
        return checked.text();
    }

    public static @Nullable String name(
            List<FieldError> errors, String field, @Nullable String typed, Settings settings) {
        var checked = TypedText.of(field, typed, settings.nameMax());
        var name = checked.text();
        if (checked.error() != null) {
            errors.add(checked.error());
            return null;
        }
        if (name.isEmpty()) {
            if (settings.required().contains(field)) {
                errors.add(
                        FieldError.of(field, field.equals("lastName") ? "last_name_required" : "first_name_required"));
            }
            return null;
        }
        if (name.indexOf('\n') >= 0 || name.indexOf('\t') >= 0) {
            errors.add(FieldError.of(field, "not_storable"));
        } else if (!TextRules.legible(name) || TextRules.longestMarks(name) > MAX_MARKS) {
            errors.add(FieldError.of(field, "no_name"));
        } else if (TextRules.hasHiddenCharacters(name)) {
            errors.add(FieldError.of(field, "hidden_characters"));
        }
        return name;
    }

    public static @Nullable String email(List<FieldError> errors, @Nullable String typed, Settings settings) {
        var email = typed == null ? "" : CanonicalEmail.trimmed(typed);
        if (email.isEmpty()) {
            if (settings.required().contains("email")) {
                errors.add(FieldError.of("email", "email_required"));
            }
            return null;
        }
        if (!EmailAddress.isValid(email)) {
            errors.add(FieldError.of("email", "email_form"));
        }
        return email;
    }

    /** Whether a box of a form was ticked, or JSON says so. */
    public static boolean isTicked(@Nullable Object sent) {
        return Set.of("true", "1", "on").contains(String.valueOf(sent));
    }

    /** A subscription takes an e-mail address. */
    private static boolean follow(
            List<FieldError> errors, @Nullable Object sent, @Nullable String email, Settings settings) {
        if (sent != null && !(sent instanceof Boolean) && !(sent instanceof String)) {
            throw Problem.malformed("follow", "wrong_type");
        }
        var follow = settings.follow() && isTicked(sent);
        if (follow
                && email == null
                && errors.stream().noneMatch(error -> error.field().equals("email"))) {
            errors.add(FieldError.of("email", "email_to_follow"));
        }
        return follow;
    }

    private static @Nullable String title(List<FieldError> errors, @Nullable String sent) {
        var checked = TypedText.of("pageTitle", sent, MAX_TITLE);
        if (checked.error() != null) {
            errors.add(checked.error());
        }
        var title = checked.text().replaceAll("\\s+", " ");
        return title.isEmpty() ? null : title;
    }
}
