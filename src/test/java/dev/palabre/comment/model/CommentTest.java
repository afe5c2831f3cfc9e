package dev.palabre.comment.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a comment knows of itself. */
final class CommentTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    @Test
    void ownPage_isAsSentUntilTheCommentIsPublished() {
        assertThat(SampleComment.of(CommentStatus.PENDING, null).ownPage().title())
                .isEqualTo("Sent");
        assertThat(SampleComment.of(CommentStatus.SPAM, NOW).ownPage().url()).isEqualTo("https://lsi.example/sent");
        assertThat(SampleComment.of(CommentStatus.PUBLISHED, NOW).ownPage().title())
                .isEqualTo("Shown");
        assertThat(SampleComment.of(CommentStatus.PENDING, null).page().title()).isEqualTo("Shown");
    }

    @Test
    void textDigest_dependsOnTheTextAlone() {
        var first = SampleComment.of(CommentStatus.PENDING, null, "Bonjour", "Awa");
        var same = SampleComment.of(CommentStatus.PUBLISHED, NOW, "Bonjour", "Issa");
        var other = SampleComment.of(CommentStatus.PENDING, null, "Bonjour.", "Awa");
        assertThat(first.textDigest()).matches("[0-9a-f]{16}").isEqualTo(same.textDigest());
        assertThat(other.textDigest()).isNotEqualTo(first.textDigest());
    }

    @Test
    void moved_changesStatusAndPublicationOnly() {
        var pending = SampleComment.of(CommentStatus.PENDING, null);
        var moved = pending.moved(CommentStatus.PUBLISHED, NOW);
        assertThat(moved.status()).isEqualTo(CommentStatus.PUBLISHED);
        assertThat(moved.publishedAt()).isEqualTo(NOW);
        assertThat(moved.createdAt()).isEqualTo(pending.createdAt());
        assertThat(moved.moved(CommentStatus.PENDING, null)).isEqualTo(pending);
    }

    @Test
    void on_takesThePageAsItIsShownNow() {
        var comment = SampleComment.of(CommentStatus.PUBLISHED, NOW);
        var now = comment.on(comment.page().shownAs("https://lsi.example/b", "Later"));
        assertThat(now.page().title()).isEqualTo("Later");
        assertThat(now.url()).startsWith("https://lsi.example/b#");
        assertThat(now.page().asSent().title()).isEqualTo("Sent");
    }
}
