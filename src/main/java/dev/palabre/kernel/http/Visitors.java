package dev.palabre.kernel.http;

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
public final class Visitors {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private final List<Network> proxies;

    /** Trusts the proxies of these networks, each an address or {@code address/bits}. */
    public Visitors(List<String> trustedProxies) {
        proxies = trustedProxies.stream().map(Network::parse).toList();
    }

    /** The key that rates are counted by: an IPv4 address, or the /64 network of an IPv6 one. */
    public String bucket(HttpServerRequest request) {
        var remote = request.remoteAddress();
        var peer = remote == null ? null : literal(remote.hostAddress());
        if (peer == null) {
            return "unknown";
        }
        return name(proxies.isEmpty() ? peer : client(request, peer));
    }

    private InetAddress client(HttpServerRequest request, InetAddress peer) {
        var client = peer;
        var hops = String.join(",", request.headers().getAll("X-Forwarded-For")).split(",", -1);
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
        if (digits == null
                || !LITERAL.matcher(digits).matches()
                || digits.chars().noneMatch(c -> c == ':' || c == '.')) {
            return null;
        }
        try {
            return InetAddress.getByName(digits);
        } catch (UnknownHostException e) {
            return null;
        }
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
            if (address == null) {
                throw new IllegalArgumentException(text + " is no network such as 10.0.0.0/8");
            }
            var bits = slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 8 || bits > address.getAddress().length * 8) {
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
