package dev.palabre.comment.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.NewComment;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.SampleComment;
import dev.palabre.comment.model.Submitted;
import dev.palabre.crypto.UuidV7;
import dev.palabre.site.PageUrl;
import dev.palabre.site.SampleSite;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An author's comment in the API. */
final class OwnCommentPresenterTest {
    private static final String TEXT = "Voir https://spam.example/";

    private final OwnCommentPresenter presenter = new OwnCommentPresenter(SamplePages.MESSAGES);
    private final Reader reader = new Reader(SampleSite.of("LSI", Map.of()), "fr");

    @Test
    void json_ofASubmissionHasLiveLinksOnlyWherePublished() {
        assertThat(submitted(CommentStatus.PENDING).html()).doesNotContain("<a ");
        assertThat(submitted(CommentStatus.PUBLISHED).html()).contains("<a ");
    }

    @Test
    void json_ofASubmissionIsLinkedOnItsPage() {
        var json = submitted(CommentStatus.PENDING);
        assertThat(json.status()).isEqualTo("pending");
        assertThat(json.url()).startsWith("https://lsi.example/a#").endsWith(json.id());
        assertThat(json.author().name()).isEqualTo("Awa Diop");
    }

    @Test
    void json_ofAStoredCommentIsOnThePageThatItsAuthorSent() {
        var pending = presenter.json(reader, SampleComment.of(CommentStatus.PENDING, null, TEXT, ""));
        var published = presenter.json(reader, SampleComment.of(CommentStatus.PUBLISHED, Instant.EPOCH, TEXT, ""));
        assertThat(pending.url()).startsWith("https://lsi.example/sent#");
        assertThat(pending.html()).doesNotContain("<a ");
        assertThat(pending.author().name()).isNotEmpty();
        assertThat(published.url()).startsWith("https://lsi.example/a#");
        assertThat(published.html()).contains("<a ");
    }

    private OwnCommentJson submitted(CommentStatus status) {
        var comment = new NewComment(
                reader.site(),
                new PageUrl("/a", "https://lsi.example/a", null),
                "A",
                TEXT,
                "Diop",
                "Awa",
                null,
                false,
                "fr",
                "v");
        var id = UuidV7.next();
        return presenter.json(reader, comment, new Submitted(id, status, SamplePages.RECEIPTS.first(1, id)));
    }
}
