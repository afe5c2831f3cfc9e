package dev.palabre.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.problem.Problem.FieldError;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class ProblemTest {
    @Test
    void invalid_namesTheFirstOfVeryManyFields() {
        var many = Collections.nCopies(30_000, FieldError.of("x", "unknown_purpose"));
        assertThat(Problem.invalid(many).errors()).hasSize(50);
    }
}
