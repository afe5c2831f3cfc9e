package dev.palabre.comment.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.SampleComment;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.site.SampleSite;
import dev.palabre.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may change what of a comment, and when; no server. */
final class CommentEditsTest {
    private static final Site SITE = SampleSite.of("LSI", Map.of("editMinutes", "15"));

    @Test
    void isOpen_whileTheCommentIsPending() {
        assertThat(CommentEdits.isOpen(SITE, SampleComment.of(CommentStatus.PENDING, null)))
                .isTrue();
        assertThat(CommentEdits.isOpen(SITE, SampleComment.of(CommentStatus.PENDING, Instant.EPOCH)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "14, true", "16, false", "1000, false"})
    void isOpen_forTheSitesMinutesAfterPublication(long minutes, boolean open) {
        var published = Instant.now().minus(Duration.ofMinutes(minutes));
        assertThat(CommentEdits.isOpen(SITE, SampleComment.of(CommentStatus.PUBLISHED, published)))
                .isEqualTo(open);
    }

    @Test
    void isOpen_neverAfterPublicationWhereTheSiteGivesNoMinutes() {
        var site = SampleSite.of("LSI", Map.of("editMinutes", "0"));
        assertThat(CommentEdits.isOpen(site, SampleComment.of(CommentStatus.PUBLISHED, Instant.now())))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = CommentStatus.class,
            names = {"PENDING", "PUBLISHED"},
            mode = EnumSource.Mode.EXCLUDE)
    void isOpen_inNoOtherState(CommentStatus status) {
        assertThat(CommentEdits.isOpen(SITE, SampleComment.of(status, Instant.now())))
                .isFalse();
    }

    @Test
    void named_normalizesAsTheFormDoes() {
        assertThat(CommentEdits.named(SITE, " Diop ", "E\u0301lodie"))
                .isEqualTo(new CommentEdits.Named("Diop", "Élodie"));
    }

    @Test
    void named_refusesBothNamesAtOnce() {
        assertThatThrownBy(() -> CommentEdits.named(SITE, "", "x".repeat(81)))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                        .extracting(FieldError::code)
                        .containsExactly("last_name_required", "too_long"));
    }

    @Test
    void named_keepsNullForANameThatIsNotRequired() {
        var site = SampleSite.of("LSI", Map.of("required", ""));
        assertThat(CommentEdits.named(site, "", null)).isEqualTo(new CommentEdits.Named(null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u202Eb", "a\u200Bb"})
    void named_refusesHiddenCharacters(String name) {
        assertThatThrownBy(() -> CommentEdits.named(SITE, name, "Awa")).isInstanceOf(Problem.class);
    }

    @Test
    void address_isHeldToTheRulesOfTheForm() {
        var site = SampleSite.of("LSI", Map.of("required", ""));
        assertThat(CommentEdits.address(site, " awa@lsi.example ")).isEqualTo("awa@lsi.example");
        assertThat(CommentEdits.address(site, " ")).isNull();
        assertThatThrownBy(() -> CommentEdits.address(SITE, " ")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> CommentEdits.address(site, "awa")).isInstanceOf(Problem.class);
    }
}
