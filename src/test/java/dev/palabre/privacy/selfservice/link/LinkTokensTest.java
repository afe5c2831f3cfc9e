package dev.palabre.privacy.selfservice.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.JwtTokens.Token;
import dev.palabre.crypto.KeyRing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link is for one purpose, until it expires. */
final class LinkTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Link LINK =
            new Link(3, new UUID(1, 1), new UUID(2, 2), new UUID(3, 3), Instant.parse("2026-11-28T12:15:00Z"));

    @Test
    void read_isTheLinkThatWasIssued() {
        assertThat(at(NOW).read("erase", at(NOW).issue("erase", LINK))).contains(LINK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct", "download", "address", "mine", "session", "verify", ""})
    void read_refusesALinkOfAnotherPurpose(String purpose) {
        assertThat(at(NOW).read(purpose, at(NOW).issue("erase", LINK))).isEmpty();
    }

    @Test
    void read_refusesAnExpiredLink() {
        var text = at(NOW).issue("erase", LINK);
        assertThat(at(NOW.plusSeconds(17 * 60)).read("erase", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3 x y", "-3 a b", "../../etc", "3 00000000 00000000"})
    void read_refusesATokenThatIsNoLink(String subject) {
        var text = tokens(NOW).issue("author.erase", new Token(LINK.id(), subject + "!", LINK.expiresAt()));
        assertThat(at(NOW).read("erase", text)).isEmpty();
    }

    @Test
    void read_refusesAnyOtherText() {
        var text = at(NOW).issue("erase", LINK);
        assertThat(at(NOW).read("erase", text.substring(1))).isEmpty();
        assertThat(at(NOW).read("erase", text + "=")).isEmpty();
        assertThat(at(NOW).read("erase", "")).isEmpty();
    }

    private static LinkTokens at(Instant now) {
        return new LinkTokens(tokens(now));
    }

    private static JwtTokens tokens(Instant now) {
        return new JwtTokens(
                KeyRing.parse(Base64.getEncoder()
                        .encodeToString("0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII))),
                Clock.fixed(now, ZoneOffset.UTC));
    }
}
