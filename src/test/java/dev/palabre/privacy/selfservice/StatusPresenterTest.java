package dev.palabre.privacy.selfservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.Revision;
import dev.palabre.comment.model.StatusChange;
import dev.palabre.privacy.selfservice.ReceiptHandler.Opened;
import dev.palabre.privacy.selfservice.StatusPresenter.Progress;
import dev.palabre.site.SampleSite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The status page of a comment. */
final class StatusPresenterTest {
    private static final Instant LATER = SampleComment.CREATED.plusSeconds(3600);

    @Test
    void firstStatus_isTheStatusOfACommentWithoutChanges() {
        assertThat(StatusPresenter.firstStatus(SampleComment.of(CommentStatus.SPAM), List.of()))
                .isEqualTo(CommentStatus.SPAM);
    }

    @Test
    void firstStatus_tellsPublishedAtOnceFromPublishedLater() {
        var history = List.of(new StatusChange(CommentStatus.REMOVED, null, LATER));
        var atOnce = SampleComment.of(CommentStatus.REMOVED, SampleComment.ADDRESS, SampleComment.CREATED);
        var later = SampleComment.of(CommentStatus.REMOVED, SampleComment.ADDRESS, LATER);
        assertThat(StatusPresenter.firstStatus(atOnce, history)).isEqualTo(CommentStatus.PUBLISHED);
        assertThat(StatusPresenter.firstStatus(later, history)).isEqualTo(CommentStatus.PENDING);
    }

    @ParameterizedTest
    @EnumSource(
            value = CommentStatus.class,
            names = {"REJECTED", "SPAM", "REMOVED"})
    void view_saysWhereToObjectToARefusal(CommentStatus status) {
        var history = List.of(new StatusChange(status, "Hors sujet", LATER));
        var state = view(SampleComment.of(status), history, null).state();
        assertThat(state.objection()).contains("dpo@lsi.example");
        assertThat(state.reason()).isEqualTo("Hors sujet");
        assertThat(state.commentUrl()).isNull();
    }

    @Test
    void view_saysHowLongADecisionUsuallyTakesOnlyWhileItIsAwaited() {
        assertThat(view(SampleComment.of(CommentStatus.PENDING), List.of(), null)
                        .state()
                        .usual())
                .contains("2 heures");
        assertThat(view(published(), List.of(), null).state().usual()).isNull();
    }

    @Test
    void view_offersMailedActionsOnlyToAnAddress() {
        var without = SampleComment.of(CommentStatus.PENDING, null, null);
        assertThat(view(without, List.of(), null).actions().mailed()).isEmpty();
        assertThat(view(without, List.of(), null).actions().withoutAddress()).isTrue();
        assertThat(view(published(), List.of(), null).actions().mailed())
                .extracting(StatusView.Link::url)
                .contains("https://comments.example/c/receipt/erase", "https://comments.example/c/receipt/download");
    }

    @Test
    void view_saysWhatWasDoneForActionsThatLeadBackHere() {
        assertThat(view(published(), List.of(), "withdraw").done()).isNotBlank();
        assertThat(view(published(), List.of(), "erase").done()).isNull();
        assertThat(view(published(), List.of(), "nonsense").done()).isNull();
    }

    @Test
    void page_showsHistoryAndFormerTexts() {
        var history = List.of(new StatusChange(CommentStatus.PUBLISHED, null, LATER));
        var page = Jsoup.parse(SampleComment.pages().render(StatusView.TEMPLATE, view(published(), history, null)));
        assertThat(page.select("ol.history li")).hasSize(2);
        assertThat(page.select("details blockquote").text()).isEqualTo("Bonsoir");
        assertThat(page.select("p.state").attr("class")).contains("state-published");
    }

    private static Comment published() {
        return SampleComment.of(CommentStatus.PUBLISHED, SampleComment.ADDRESS, LATER);
    }

    private static StatusView view(Comment comment, List<StatusChange> history, @Nullable String done) {
        var site = SampleSite.of("Le Soleil", Map.of("contact", "dpo@lsi.example"));
        var progress =
                new Progress(history, List.of(new Revision("Bonsoir", LATER)), Optional.of(Duration.ofMinutes(90)));
        return new StatusPresenter(SampleComment.receipts(), SampleComment.pages())
                .view(new Opened("receipt", site, comment, false, "fr"), progress, done);
    }
}
