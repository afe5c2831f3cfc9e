package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublicUrlTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8080",
        "localhost, http://localhost:8080",
        "::1, http://[::1]:8080",
        "[::1], http://[::1]:8080"
    })
    void address_ofAnyHostCanBeOpened(String host, String address) {
        var links = PublicUrl.below(PublicUrl.at(host, 8080));
        assertThat(links.base()).isEqualTo(address);
        assertThat(links.origin()).isEqualTo(address);
    }
}
