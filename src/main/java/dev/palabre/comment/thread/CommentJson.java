package dev.palabre.comment.thread;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The published comment of the API: what its readers see, and nothing that tells more of its author. */
record CommentJson(
        String id,
        String url,
        Author author,
        String html,
        String publishedAt,
        @Nullable String editedAt,
        @Nullable String replyTo,
        List<CommentJson> replies,
        int score) {
    record Author(String name, String initials) {}
}
