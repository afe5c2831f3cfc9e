package dev.palabre.console.queue;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.moderation.DecisionInput;
import dev.palabre.moderation.PageCursor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody is in the queue; travels in addresses and in forms. What cannot be read is the beginning: a queue that
 * opens is worth more than an error.
 *
 * @param siteKey the site that is looked at, null for all
 * @param status the tab
 * @param words that are searched for, null for none
 * @param after the last comment of the page before, null on the first page
 * @param open the comment that was opened by hand, null for none
 */
record QueueLocation(
        @Nullable String siteKey,
        CommentStatus status,
        @Nullable String words,
        @Nullable UUID after,
        @Nullable UUID open) {
    private static final int MAX_WORDS = 200;

    static QueueLocation of(Map<String, String> values) {
        return new QueueLocation(
                text(values.get("site")),
                DecisionInput.known(values.get("status")).orElse(CommentStatus.PENDING),
                text(values.get("q")),
                cursor(text(values.get("after"))),
                id(values.get("open")));
    }

    QueueLocation in(CommentStatus other) {
        return new QueueLocation(siteKey, other, words, null, null);
    }

    QueueLocation from(@Nullable UUID last) {
        return new QueueLocation(siteKey, status, words, last, null);
    }

    QueueLocation opening(@Nullable UUID comment) {
        return new QueueLocation(siteKey, status, words, after, comment);
    }

    /** The query of the address, with its question mark. */
    String query() {
        var query = new StringBuilder("?status=").append(status.wire());
        add(query, "site", siteKey);
        add(query, "q", words);
        add(query, "after", after == null ? null : PageCursor.text(after));
        add(query, "open", open == null ? null : open.toString());
        return query.toString();
    }

    static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable UUID cursor(@Nullable String text) {
        try {
            return PageCursor.parse(text);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() || value.length() > MAX_WORDS ? null : value.strip();
    }

    private static void add(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
