package dev.palabre.privacy.datarequest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and types of data requests. */
final class RequestTextTest {
    @Test
    void of_keepsWhatWasTyped() {
        var errors = new ArrayList<FieldError>();
        assertThat(RequestText.of(errors, "text", "Je m’oppose.", "request_text"))
                .isEqualTo("Je m’oppose.");
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "\n\t "})
    void of_refusesBlankText(@Nullable String typed) {
        assertThat(codes(typed)).containsExactly("request_text");
    }

    @Test
    void of_refusesMoreThanTwoThousandCharacters() {
        assertThat(codes("a".repeat(2_000))).isEmpty();
        assertThat(codes("a".repeat(2_001))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(RequestType.class)
    void type_isReadFromItsOwnNameOnly(RequestType type) {
        assertThat(RequestType.of(type.wire())).contains(type);
        assertThat(RequestType.of(type.name())).isEmpty();
        assertThat(RequestType.of(null)).isEmpty();
    }

    private static List<String> codes(@Nullable String typed) {
        var errors = new ArrayList<FieldError>();
        RequestText.of(errors, "text", typed, "request_text");
        return errors.stream().map(FieldError::code).toList();
    }
}
