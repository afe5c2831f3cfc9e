package dev.palabre.comment.thread;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Titles that a query claims. */
final class RequestedTitleTest {
    @Test
    void parse_makesOneLine() {
        assertThat(RequestedTitle.parse("  La\n\tplage  de  Popenguine ")).isEqualTo("La plage de Popenguine");
    }

    @Test
    void parse_isNullWhereNothingIsLeft() {
        assertThat(RequestedTitle.parse(null)).isNull();
        assertThat(RequestedTitle.parse(" \n ")).isNull();
    }

    @Test
    void parse_cutsAtAThousandCharactersButNotWithinOne() {
        assertThat(RequestedTitle.parse("x".repeat(2_000))).isEqualTo("x".repeat(1_000));
        assertThat(RequestedTitle.parse("x".repeat(999) + "👩")).isEqualTo("x".repeat(999));
    }

    @Test
    void parse_dropsATitleThatPilesUpMarks() {
        assertThat(RequestedTitle.parse("e" + "\u0301".repeat(200))).isNull();
    }
}
