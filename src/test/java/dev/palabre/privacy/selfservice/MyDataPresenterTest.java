package dev.palabre.privacy.selfservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.datarequest.RequestType;
import dev.palabre.privacy.selfservice.MyDataRoutes.Kept;
import dev.palabre.site.SampleSite;
import dev.palabre.site.Site;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of an author's data. */
final class MyDataPresenterTest {
    private static final Site SITE = SampleSite.of("Le Soleil", Map.of());

    @Test
    void view_linksToOlderCommentsWhereThereAreMoreThanAPage() {
        var comments = Collections.nCopies(MyDataRoutes.PAGE + 1, SampleComment.of(CommentStatus.PENDING));
        var view = view(kept(comments, List.of()), null);
        assertThat(view.comments()).hasSize(MyDataRoutes.PAGE);
        assertThat(view.older())
                .isEqualTo("https://comments.example/sites/lsi/mine/all?before="
                        + comments.get(MyDataRoutes.PAGE - 1).id());
    }

    @Test
    void view_hasNoLinkToOlderCommentsOnTheLastPage() {
        var comments = Collections.nCopies(MyDataRoutes.PAGE, SampleComment.of(CommentStatus.PENDING));
        assertThat(view(kept(comments, List.of()), null).older()).isNull();
        assertThat(view(kept(List.of(), List.of()), null).older()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"erase", "correct", "confirm", "stop", "resume", "unfollow"})
    void view_saysWhatWasDone(String done) {
        assertThat(view(kept(List.of(), List.of()), done).done()).isNotBlank();
    }

    @Test
    void view_saysUntilWhenANewRequestIsAnswered() {
        var request = new DataRequest(
                1,
                UUID.randomUUID(),
                SampleComment.ADDRESS,
                "awa@example.org",
                RequestType.OBJECT,
                "Non",
                "fr",
                Instant.parse("2026-11-20T10:00:00Z"),
                Instant.parse("2026-12-20T22:59:59Z"),
                null,
                null,
                null);
        assertThat(view(kept(List.of(), List.of(request)), "ask").done()).contains("20 décembre 2026");
    }

    @Test
    void view_saysNothingOfAnUnknownAction() {
        assertThat(view(kept(List.of(), List.of()), "<script>").done()).isEmpty();
        assertThat(view(kept(List.of(), List.of()), "ask").done()).isEmpty();
    }

    @Test
    void page_escapesTextAndNamesTheAddress() {
        var comment = SampleComment.of(CommentStatus.PENDING);
        var html = SampleComment.pages().render(MyDataView.TEMPLATE, view(kept(List.of(comment), List.of()), "erase"));
        var page = Jsoup.parse(html);
        assertThat(page.select("blockquote").text()).contains("Bonjour <b>");
        assertThat(page.text()).contains("awa@example.org", "Le commentaire est effacé");
        assertThat(page.select("ol.mine a").eachAttr("href"))
                .contains("https://comments.example/sites/lsi/mine/comments/" + comment.id() + "/erase");
    }

    private static MyDataView view(Kept kept, @Nullable String done) {
        return new MyDataPresenter(SampleComment.receipts(), SampleComment.pages())
                .view(SITE, "awa@example.org", "fr", kept, done);
    }

    private static Kept kept(List<Comment> comments, List<DataRequest> requests) {
        return new Kept(comments, List.of(), requests, false);
    }
}
