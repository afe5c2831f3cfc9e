package dev.palabre.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignInFailureLogTest {
    private final Problem wrong = Problem.of(Kind.UNAUTHENTICATED, "wrong_credentials");
    private final List<String> lines = new ArrayList<>();
    private final SignInFailureLog log = new SignInFailureLog(lines::add);

    @Test
    void write_tellsWhatAndFromWhichNetworkWithoutTheWholeAddress() {
        log.write(wrong, "192.0.2.77", "fatou@example.org");
        assertThat(lines)
                .containsExactly("Sign-in refused: wrong_credentials, account f***, network 192.0.2.0/24,"
                        + " 0 more not logged");
    }

    @Test
    void write_isBoundedPerMinute() {
        for (int i = 0; i < 1_000; i++) {
            log.write(wrong, "192.0.2." + i % 250, i + "@example.org");
        }
        assertThat(lines).hasSizeBetween(30, 32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\nforged line", "\u202Eabc", "\uD83D", "\uD83D\uDE00"})
    void write_keepsTypedTextOutOfTheLog(String email) {
        log.write(wrong, "192.0.2.1", email);
        assertThat(lines).singleElement().asString().contains("account ***,");
    }
}
