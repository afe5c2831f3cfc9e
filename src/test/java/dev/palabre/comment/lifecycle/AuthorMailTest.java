package dev.palabre.comment.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentedPage;
import dev.palabre.comment.write.Comments;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mail the author of a comment gets when it moves. */
class AuthorMailTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({
        "PENDING, PUBLISHED, published",
        "PENDING, REJECTED, rejected",
        "PENDING, SPAM,",
        "PENDING, REMOVED,",
        "PENDING, WITHDRAWN,"
    })
    void mailOf_aCommentThatWasNeverOnline(CommentStatus from, CommentStatus to, @Nullable String kind) {
        assertThat(Comments.mailOf(comment(from, null), to)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "PUBLISHED, REMOVED, removed",
        "PUBLISHED, SPAM, removed",
        "PENDING, SPAM, removed",
        "REMOVED, PUBLISHED,",
        "PUBLISHED, WITHDRAWN,",
        "PUBLISHED, PENDING,"
    })
    void mailOf_aCommentThatWasOnline(CommentStatus from, CommentStatus to, @Nullable String kind) {
        assertThat(Comments.mailOf(comment(from, NOW), to)).isEqualTo(kind);
    }

    @Test
    void mailOf_saysOfARefusalAfterAnEditThatItWasRefused() {
        assertThat(Comments.mailOf(comment(CommentStatus.PENDING, NOW), CommentStatus.REJECTED))
                .isEqualTo("rejected");
    }

    private static Comment comment(CommentStatus status, @Nullable Instant publishedAt) {
        var page = new CommentedPage(
                UUID.randomUUID(), "/a", null, "https://www.example.org/a", "A", "https://www.example.org/a", "A");
        return new Comment(
                1,
                UUID.randomUUID(),
                page,
                status,
                null,
                "x",
                "<p>x</p>",
                "en",
                "Awa",
                null,
                null,
                null,
                "k",
                0,
                NOW,
                publishedAt,
                null,
                false,
                false,
                null);
    }
}
