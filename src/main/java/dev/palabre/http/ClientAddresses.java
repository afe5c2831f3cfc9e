package dev.palabre.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells which network address a request comes from. {@code X-Forwarded-For} counts only from listed proxies, read from
 * the right up to the first hop that is not one of them: what stands left of it is anybody's claim.
 */
public final class ClientAddresses {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]{1,44}");

    private final List<Network> proxies;

    /** Trusts the proxies of these networks, each an address or {@code address/bits}. */
    public ClientAddresses(List<String> trustedProxies) {
        proxies = trustedProxies.stream().map(Network::parse).toList();
    }

    /** The key that rates are counted by: an IPv4 address, or the /64 network of an IPv6 one. */
    public String bucket(HttpServerRequest request) {
        var remote = request.remoteAddress();
        return bucket(
                remote == null ? null : remote.hostAddress(),
                proxies.isEmpty() ? List.of() : request.headers().getAll("X-Forwarded-For"));
    }

    String bucket(@Nullable String remote, List<String> forwarded) {
        var peer = literal(remote);
        return peer == null ? "unknown" : name(client(peer, forwarded));
    }

    private InetAddress client(InetAddress peer, List<String> forwarded) {
        var client = peer;
        var hops = String.join(",", forwarded).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && trusted(client); i--) {
            var hop = literal(hops[i].strip());
            if (hop == null) {
                break;
            }
            client = hop;
        }
        return client;
    }

    private boolean trusted(InetAddress address) {
        return proxies.stream().anyMatch(network -> network.contains(address));
    }

    private static String name(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        var network = Arrays.copyOf(address.getAddress(), 16);
        Arrays.fill(network, 8, 16, (byte) 0);
        return literalOf(network).getHostAddress() + "/64";
    }

    /** An address written in digits; names are never looked up. IPv4 in IPv6 clothes becomes IPv4. */
    static @Nullable InetAddress literal(@Nullable String text) {
        var zone = text == null ? -1 : text.indexOf('%');
        var digits = text == null || zone < 0 ? text : text.substring(0, zone);
        // Whatever else InetAddress takes for an address or a name, it would look up, and wait.
        if (digits == null
                || !(V4.matcher(digits).matches() || V6.matcher(digits).matches())) {
            return null;
        }
        try {
            return V4.matcher(digits).matches() ? octets(digits) : InetAddress.getByName(digits);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static @Nullable InetAddress octets(String digits) {
        var octets = Arrays.stream(digits.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        return Arrays.stream(octets).anyMatch(octet -> octet > 255)
                ? null
                : literalOf(new byte[] {(byte) octets[0], (byte) octets[1], (byte) octets[2], (byte) octets[3]});
    }

    private static InetAddress literalOf(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Network(InetAddress address, int bits) {
        static Network parse(String text) {
            var slash = text.indexOf('/');
            var address = literal(slash < 0 ? text : text.substring(0, slash));
            var most = address == null ? 0 : address.getAddress().length * 8;
            var size = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
            if (address == null || !size.matches("\\d{1,3}")) {
                throw new IllegalArgumentException(text + " is no network such as 10.0.0.0/8");
            }
            var bits = Integer.parseInt(size);
            if (bits < 8 || bits > most) {
                throw new IllegalArgumentException(text + " would trust too much: name the proxies' own networks");
            }
            return new Network(address, bits);
        }

        boolean contains(InetAddress other) {
            var mine = address.getAddress();
            var theirs = other.getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                var mask = 0x80 >> (i % 8);
                if ((mine[i / 8] & mask) != (theirs[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
