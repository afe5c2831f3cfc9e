package dev.palabre.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class Sha256Test {
    /** The test vector of FIPS 180-2 for "abc". */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void of_matchesThePublishedVector() {
        assertThat(hex(bytes("abc"))).isEqualTo(ABC);
    }

    @Test
    void of_joinsPartsWithoutSeparator() {
        assertThat(hex(bytes("a"), bytes(""), bytes("bc"))).isEqualTo(ABC);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[]... parts) {
        return HexFormat.of().formatHex(Sha256.of(parts));
    }
}
