package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.testing.Corpora;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientAddressesTest {
    private static final ClientAddresses ALONE = new ClientAddresses(List.of());
    private static final ClientAddresses BEHIND = new ClientAddresses(List.of("10.0.0.0/8", "2001:db8:5::/48"));

    @Test
    void key_isMovedByNoHeaderWhereNoProxyIsTrusted() throws IOException {
        var corpus = new JsonObject(Files.readString(Corpora.file("generated/proxy-headers.json")));
        for (var header : corpus.getJsonArray("headers")) {
            for (var value : corpus.getJsonArray("values")) {
                var forwarded = header.equals("X-Forwarded-For") ? List.of(String.valueOf(value)) : List.<String>of();
                assertThat(ALONE.bucket("198.51.100.9", forwarded)).isEqualTo("198.51.100.9");
                assertThat(BEHIND.bucket("198.51.100.9", forwarded)).isEqualTo("198.51.100.9");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.5|203.0.113.5",
                "1.1.1.1, 203.0.113.5|203.0.113.5",
                "1.1.1.1, 203.0.113.5, 10.9.9.9|203.0.113.5",
                "10.1.1.1, 10.2.2.2|10.1.1.1",
                "::ffff:203.0.113.5|203.0.113.5",
                "2001:db8:1:2:3:4:5:6|2001:db8:1:2:0:0:0:0/64",
                "fe80::1%eth0|fe80:0:0:0:0:0:0:0/64",
                "unknown|10.0.0.1",
                "|10.0.0.1",
                ",,,|10.0.0.1",
                "203.0.113.5, face.cafe|10.0.0.1",
                "203.0.113.5, 1.2.3|10.0.0.1",
                "203.0.113.5, 1.2.3.4.5|10.0.0.1",
                "203.0.113.5, 999.1.1.1|10.0.0.1",
                "203.0.113.5, 0x7f.1|10.0.0.1",
                "203.0.113.5, 2130706433|10.0.0.1"
            })
    void key_isTheFirstHopFromTheRightThatIsNoTrustedProxy(String forwarded, String key) {
        assertThat(BEHIND.bucket("10.0.0.1", forwarded == null ? List.of() : List.of(forwarded)))
                .isEqualTo(key);
    }

    @Test
    void key_readsSeveralHeadersAsOne() {
        assertThat(BEHIND.bucket("10.0.0.1", List.of("1.1.1.1", "203.0.113.5", "10.7.7.7")))
                .isEqualTo("203.0.113.5");
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8:0:0:0:0:0:0/64",
        "2001:db8::ffff:1, 2001:db8:0:0:0:0:0:0/64",
        "2001:db8:0:1::1, 2001:db8:0:1:0:0:0:0/64",
        "::ffff:192.0.2.1, 192.0.2.1",
        "192.0.2.1, 192.0.2.1"
    })
    void key_isTheNetworkOfAnIpv6Address(String peer, String key) {
        assertThat(ALONE.bucket(peer, List.of())).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"face.cafe", "dead.beef.cafe", "1.2.3", "1.2.3.4.5", "256.1.1.1", "a", "", ".", "localhost"})
    void literal_isNeverANameThatWouldBeLookedUp(String text) {
        assertThat(ClientAddresses.literal(text)).isNull();
    }

    @Test
    void literal_readsBothFamilies() throws UnknownHostException {
        assertThat(ClientAddresses.literal("192.0.2.1")).isEqualTo(InetAddress.getByName("192.0.2.1"));
        assertThat(ClientAddresses.literal("2001:db8::1")).isEqualTo(InetAddress.getByName("2001:db8::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "10.0.0.0/7",
                "::/0",
                "10.0.0.0/33",
                "10.0.0.0/x",
                "10.0.0.0/-1",
                "proxy.example",
                "10",
                "/8"
            })
    void network_thatIsTooWideOrNoneIsRefusedWithASentence(String network) {
        assertThatThrownBy(() -> new ClientAddresses(List.of(network)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(network)
                .hasMessageNotContaining("For input");
    }
}
