package dev.palabre.privacy.selfservice.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErasureJobTest {
    @ParameterizedTest
    @CsvSource({"10, 4, false, 6", "10, 10, false, 0", "10, 12, false, 0", "10, 9, true, 0", "0, 0, true, 0"})
    void remaining_isNeverNegative(int total, int erased, boolean finished, int remaining) {
        assertThat(new ErasureJob(1, new UUID(0, 1), total, erased, finished).remaining())
                .isEqualTo(remaining);
    }
}
