package dev.palabre.comment.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.SampleComment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mail the author gets when the status of a comment changes. */
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
    void mailOf_commentThatWasNeverPublished(CommentStatus from, CommentStatus to, @Nullable String kind) {
        assertThat(Comments.mailOf(SampleComment.of(from, null), to)).isEqualTo(kind);
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
    void mailOf_commentThatWasPublished(CommentStatus from, CommentStatus to, @Nullable String kind) {
        assertThat(Comments.mailOf(SampleComment.of(from, NOW), to)).isEqualTo(kind);
    }

    @Test
    void mailOf_rejectionAfterAnEditIsARejection() {
        assertThat(Comments.mailOf(SampleComment.of(CommentStatus.PENDING, NOW), CommentStatus.REJECTED))
                .isEqualTo("rejected");
    }
}
