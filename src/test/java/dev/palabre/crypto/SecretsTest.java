package dev.palabre.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes, secrets and ids. */
final class SecretsTest {
    private static final String NEW = "bmV3IHNlY3JldCwgMzIgYnl0ZXMgb3IgbW9yZSBvZiBpdA==";
    private static final String OLD = "b2xkIHNlY3JldCwgMzIgYnl0ZXMgb3IgbW9yZSBvZiBpdA==";

    @Test
    void code_hasOneSpellingOnly() {
        var code = AccessCode.random(7);
        assertThat(code.text()).matches("[A-Za-z0-9_-]{27}");
        assertThat(AccessCode.parse(code.text())).contains(code);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var spellings = alphabet.chars()
                .filter(c -> AccessCode.parse(code.text().substring(0, 26) + (char) c)
                        .filter(code::equals)
                        .isPresent())
                .count();
        assertThat(spellings).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAAAQAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAQAAAAAAAAAAAAAAAAAAAA+",
                "AAAAAQAAAAAAAAAAAAAAAAAAAAé"
            })
    void code_thatIsNoneOpensNothing(String text) {
        assertThat(AccessCode.parse(text)).isEmpty();
    }

    @Test
    void code_isNotPrintedNorStored() {
        var code = AccessCode.random(3);
        assertThat(code.toString()).doesNotContain(code.text());
        assertThat(code.hash()).hasSize(32).isNotEqualTo(code.secret());
    }

    @Test
    void ring_signsWithTheFirstSecretAndKnowsAll() {
        var ring = KeyRing.parse(NEW + " , " + OLD + "\n");
        var before = KeyRing.parse(OLD);
        assertThat(ring.current()).isEqualTo(KeyRing.parse(NEW).current());
        assertThat(ring.names()).contains(before.current());
        assertThat(ring.digest(before.current(), "receipt", "x")).isEqualTo(before.digest("receipt", "x"));
        assertThat(ring.digest("receipt", "x")).isNotEqualTo(ring.digest("token", "x"));
    }

    @Test
    void ring_refusesSecretsThatAreShortPatternedOrNone() {
        var short31 = new byte[31];
        Arrays.setAll(new Byte[31], i -> short31[i] = (byte) (i * 7));
        var repeated = new byte[32];
        Arrays.fill(repeated, (byte) 'a');
        for (var secret : new String[] {
            "", "changeme", "é", encode(short31), encode(new byte[32]), encode(repeated), NEW + ",", NEW + ",changeme"
        }) {
            assertThatThrownBy(() -> KeyRing.parse(secret))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("openssl rand -base64 32")
                    .hasMessageNotContaining("changeme")
                    .hasMessageNotContaining(NEW);
        }
    }

    @Test
    void ids_areVersion7AndSortByTime() {
        var seen = new HashSet<String>();
        var last = "";
        for (long millis = 1_700_000_000_000L; millis < 1_700_000_001_000L; millis++) {
            var id = UuidV7.at(millis);
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.toString()).isGreaterThan(last);
            assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(millis);
            last = id.toString();
            seen.add(last);
        }
        assertThat(seen).hasSize(1_000);
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
