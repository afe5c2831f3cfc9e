package dev.palabre.comment.model;

import dev.palabre.address.EmailAddress;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.site.PageUrl;
import dev.palabre.site.Settings;
import dev.palabre.site.Site;
import dev.palabre.text.TextRules;
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
 * @param follow whether they ask to be told of new comments on the page, which takes an e-mail address
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
    private static final int MAX_TITLE = 1_000;
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
        var text = typed == null ? "" : typed;
        if (!TextRules.storable(text)) {
            errors.add(FieldError.of("text", "not_storable"));
            return "";
        }
        var normal = TextRules.normal(text);
        if (!TextRules.visible(normal)) {
            errors.add(FieldError.of("text", "text_required"));
        } else if (normal.codePointCount(0, normal.length()) > max) {
            errors.add(FieldError.of("text", "too_long", "max", max));
        }
        return normal;
    }

    public static @Nullable String name(
            List<FieldError> errors, String field, @Nullable String typed, Settings settings) {
        var sent = typed == null ? "" : typed;
        var name = TextRules.storable(sent) ? TextRules.normal(sent) : sent;
        if (name.isEmpty()) {
            if (settings.required().contains(field)) {
                errors.add(
                        FieldError.of(field, field.equals("lastName") ? "last_name_required" : "first_name_required"));
            }
            return null;
        }
        if (!TextRules.storable(name) || name.indexOf('\n') >= 0 || name.indexOf('\t') >= 0) {
            errors.add(FieldError.of(field, "not_storable"));
        } else if (name.codePointCount(0, name.length()) > settings.nameMax()) {
            errors.add(FieldError.of(field, "too_long", "max", settings.nameMax()));
        } else if (!TextRules.legible(name) || TextRules.longestMarks(name) > MAX_MARKS) {
            errors.add(FieldError.of(field, "no_name"));
        }
        return name;
    }

    public static @Nullable String email(List<FieldError> errors, @Nullable String typed, Settings settings) {
        var email = typed == null ? "" : typed.strip();
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

    /** Whoever is to be told has to say where. */
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
        if (sent == null || !TextRules.storable(sent) || sent.length() > MAX_TITLE) {
            if (sent != null) {
                errors.add(
                        TextRules.storable(sent)
                                ? FieldError.of("pageTitle", "too_long", "max", MAX_TITLE)
                                : FieldError.of("pageTitle", "not_storable"));
            }
            return null;
        }
        var title = TextRules.normal(sent).replaceAll("\\s+", " ");
        return title.isEmpty() ? null : title;
    }
}
