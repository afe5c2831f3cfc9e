package dev.palabre.comment.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.problem.Problem;
import dev.palabre.site.Settings.PublicName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values of the room: names, cursors and the moves of a comment. */
final class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "Didier Touré, DT", "awa, A", "Anne-Marie de la Tour, AT", "élodie Ñandú, ÉÑ", "王小明, 王", "X Æ A-12, XA",
        "'  ', ?", "· · ·, ?", "ßeta, SS", "(Awa) Diop, AD", "« Awa » Diop, AD", "O’Brien Conan, OC"
    })
    void initials_areOfTheFirstAndTheLastWord(String name, String initials) {
        assertThat(DisplayName.initials(name)).isEqualTo(initials);
    }

    @Test
    void name_isMadeAsTheSiteSays() {
        assertThat(DisplayName.shown(PublicName.FULL, "Awa", "Diop")).isEqualTo("Awa Diop");
        assertThat(DisplayName.shown(PublicName.FIRST, "Awa", "Diop")).isEqualTo("Awa");
        assertThat(DisplayName.shown(PublicName.FIRST_INITIAL, "Awa", "Diop")).isEqualTo("Awa D.");
        assertThat(DisplayName.shown(PublicName.FIRST_INITIAL, "Awa", null)).isEqualTo("Awa");
        assertThat(DisplayName.shown(PublicName.FULL, null, null)).isEmpty();
    }

    @Test
    void tone_isAlwaysTheSameAndOneOfTwelve() {
        for (var name : List.of("", "a", "Awa Diop", "polygenelubricants", "👩‍👩‍👧")) {
            assertThat(DisplayName.tone(name)).matches("tone-(\\d|1[01])").isEqualTo(DisplayName.tone(name));
        }
    }

    @Test
    void cursor_readsWhatItWrote() {
        var at = Instant.parse("2026-11-22T11:17:03.123456Z");
        var cursor = new ThreadCursor(at, UUID.randomUUID());
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]{32}");
        assertThat(ThreadCursor.parse(cursor.text(), ThreadOrder.NEWEST)).isEqualTo(cursor);
        assertThat(new ThreadCursor(at.plus(1, ChronoUnit.MICROS), cursor.id())).isNotEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "________________________________",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
                "f_________AAAAAAAAAAAAAAAAAAAAAAA"
            })
    void cursor_thatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> ThreadCursor.parse(text, ThreadOrder.NEWEST)).isInstanceOf(Problem.class);
    }

    @Test
    void status_hasTheMovesOfThePlanAndNoOther() {
        var moves = List.of(
                "PENDING>PUBLISHED",
                "PENDING>REJECTED",
                "PENDING>SPAM",
                "PENDING>WITHDRAWN",
                "PENDING>ERASED",
                "PUBLISHED>REMOVED",
                "PUBLISHED>SPAM",
                "PUBLISHED>PENDING",
                "PUBLISHED>WITHDRAWN",
                "PUBLISHED>ERASED",
                "REJECTED>PUBLISHED",
                "REJECTED>PENDING",
                "REJECTED>WITHDRAWN",
                "REJECTED>ERASED",
                "SPAM>PUBLISHED",
                "SPAM>PENDING",
                "SPAM>WITHDRAWN",
                "SPAM>ERASED",
                "REMOVED>PUBLISHED",
                "REMOVED>PENDING",
                "REMOVED>WITHDRAWN",
                "REMOVED>ERASED",
                "WITHDRAWN>ERASED");
        var found = Arrays.stream(CommentStatus.values())
                .flatMap(from -> Arrays.stream(CommentStatus.values())
                        .filter(from::mayBecome)
                        .map(to -> from + ">" + to))
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(moves);
        for (var status : CommentStatus.values()) {
            assertThat(CommentStatus.of(status.wire())).isEqualTo(status);
        }
    }
}
