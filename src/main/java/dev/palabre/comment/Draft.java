package dev.palabre.comment;

import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.FieldError;
import dev.palabre.kernel.http.Texts;
import dev.palabre.mail.EmailAddress;
import dev.palabre.site.PageAddress;
import dev.palabre.site.Settings;
import dev.palabre.site.Site;
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
record Draft(
        Site site,
        PageAddress page,
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
    static Draft from(SubmitRequest request, Site site, String lang, String notice) {
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
        return new Draft(
                site, page, title == null ? page.url() : title, text, lastName, firstName, email, follow, lang, notice);
    }

    /** The name that everybody will see, as the site's setting makes it. */
    String publicName() {
        return Names.shown(site.settings().publicName(), firstName, lastName);
    }

    private static @Nullable PageAddress page(List<FieldError> errors, Site site, String url, @Nullable String sentId) {
        var id = sentId == null || sentId.isBlank() ? null : sentId;
        try {
            return PageAddress.of(site, url, id);
        } catch (Problem refused) {
            if (refused.kind() != Problem.Kind.INVALID) {
                throw refused;
            }
            errors.addAll(refused.errors());
            return null;
        }
    }

    static String text(List<FieldError> errors, @Nullable String typed, int max) {
        var text = typed == null ? "" : typed;
        if (!Texts.storable(text)) {
            errors.add(FieldError.of("text", "not_storable"));
            return "";
        }
        var normal = Texts.normal(text);
        if (!Texts.visible(normal)) {
            errors.add(FieldError.of("text", "text_required"));
        } else if (normal.codePointCount(0, normal.length()) > max) {
            errors.add(FieldError.of("text", "too_long", "max", max));
        }
        return normal;
    }

    static @Nullable String name(List<FieldError> errors, String field, @Nullable String typed, Settings settings) {
        var sent = typed == null ? "" : typed;
        var name = Texts.storable(sent) ? Texts.normal(sent) : sent;
        if (name.isEmpty()) {
            if (settings.required().contains(field)) {
                errors.add(
                        FieldError.of(field, field.equals("lastName") ? "last_name_required" : "first_name_required"));
            }
            return null;
        }
        if (!Texts.storable(name) || name.indexOf('\n') >= 0 || name.indexOf('\t') >= 0) {
            errors.add(FieldError.of(field, "not_storable"));
        } else if (name.codePointCount(0, name.length()) > settings.nameMax()) {
            errors.add(FieldError.of(field, "too_long", "max", settings.nameMax()));
        } else if (!Texts.legible(name) || Texts.longestMarks(name) > MAX_MARKS) {
            errors.add(FieldError.of(field, "no_name"));
        }
        return name;
    }

    static @Nullable String email(List<FieldError> errors, @Nullable String typed, Settings settings) {
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
    static boolean isTicked(@Nullable Object sent) {
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
        if (sent == null || !Texts.storable(sent) || sent.length() > MAX_TITLE) {
            if (sent != null) {
                errors.add(
                        Texts.storable(sent)
                                ? FieldError.of("pageTitle", "too_long", "max", MAX_TITLE)
                                : FieldError.of("pageTitle", "not_storable"));
            }
            return null;
        }
        var title = Texts.normal(sent).replaceAll("\\s+", " ");
        return title.isEmpty() ? null : title;
    }
}
