package dev.palabre.moderation;

import dev.palabre.comment.model.CommentSearch.Found;
import dev.palabre.site.Site;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comment in the API as moderators see it: the text as it was typed, and who wrote it. */
record ModeratedCommentJson(
        String id,
        String site,
        Page page,
        String status,
        List<String> heldReasons,
        String text,
        String stamp,
        String lang,
        Author author,
        String createdAt,
        @Nullable String publishedAt,
        @Nullable String editedAt) {
    record Page(@Nullable String id, String url, String title) {}

    record Author(
            String name,
            @Nullable String lastName,
            @Nullable String firstName,
            @Nullable String email) {}

    static ModeratedCommentJson of(Found found, Site site, @Nullable String email) {
        var comment = found.comment();
        var page = comment.ownPage();
        return new ModeratedCommentJson(
                comment.id().toString(),
                site.key(),
                new Page(page.id(), page.url(), page.title()),
                comment.status().wire(),
                comment.heldReason() == null
                        ? List.of()
                        : List.of(comment.heldReason().split(",", -1)),
                comment.text(),
                comment.textDigest(),
                comment.lang(),
                new Author(comment.name(), comment.lastName(), comment.firstName(), email),
                comment.createdAt().toString(),
                text(comment.publishedAt()),
                text(comment.editedAt()));
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
