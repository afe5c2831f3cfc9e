package dev.palabre.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which network address a request comes from. {@code X-Forwarded-For} counts only from listed proxies, read from
 * the right up to the first hop that is not one of them: what stands left of it is anybody's claim.
 */
public final class ClientAddresses {
    private static final String UNKNOWN = "unknown";
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int MAX_PEERS = 100_000;
    private static final int MAX_LITERAL = 45;

    /** By the identity of the address object, of which each connection has one. */
    private final Cache<SocketAddress, Peer> peers =
            Caffeine.newBuilder().weakKeys().maximumSize(MAX_PEERS).build();

    private final List<Network> proxies;

    /** Trusts the proxies of these networks, each an address or {@code address/bits}. */
    public ClientAddresses(List<String> trustedProxies) {
        proxies = trustedProxies.stream().map(Network::parse).toList();
    }

    /** Who is at the other end of a connection. */
    private record Peer(@Nullable InetAddress address, String bucket, boolean isProxy) {}

    /** The key that rates are counted by: an IPv4 address, or the /64 network of an IPv6 one. */
    public String bucket(HttpServerRequest request) {
        var remote = request.remoteAddress();
        if (remote == null) {
            return UNKNOWN;
        }
        var peer = peers.get(remote, address -> peer(address.hostAddress()));
        return peer.isProxy() ? bucket(peer, request.headers().getAll(FORWARDED_FOR)) : peer.bucket();
    }

    String bucket(@Nullable String remote, List<String> forwarded) {
        return bucket(peer(remote), forwarded);
    }

    private String bucket(Peer peer, List<String> forwarded) {
        return peer.address() == null || !peer.isProxy() || forwarded.isEmpty()
                ? peer.bucket()
                : name(client(peer.address(), forwarded));
    }

    private Peer peer(@Nullable String remote) {
        var address = literal(remote);
        return address == null ? new Peer(null, UNKNOWN, false) : new Peer(address, name(address), trusted(address));
    }

    private InetAddress client(InetAddress peer, List<String> forwarded) {
        var client = peer;
        var hops = forwarded.size() == 1 ? forwarded.get(0) : String.join(",", forwarded);
        for (int end = hops.length(); end >= 0 && trusted(client); ) {
            var comma = hops.lastIndexOf(',', end - 1);
            var hop = literal(hops.substring(comma + 1, end).strip());
            if (hop == null) {
                break;
            }
            client = hop;
            end = comma;
        }
        return client;
    }

    private boolean trusted(InetAddress address) {
        for (var network : proxies) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
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
        if (digits == null || digits.length() > MAX_LITERAL) {
            return null;
        }
        // Whatever else InetAddress takes for an address or a name, it would look up, and wait.
        return digits.indexOf(':') < 0 ? octets(digits) : isHexadecimal(digits) ? parsed(digits) : null;
    }

    private static boolean isHexadecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c != ':' && c != '.' && (c >= 0x80 || Character.digit(c, 16) < 0)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable InetAddress parsed(String digits) {
        try {
            return InetAddress.getByName(digits);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Four numbers up to 255 with dots between. */
    private static @Nullable InetAddress octets(String digits) {
        var octets = new byte[4];
        var at = 0;
        for (int i = 0; i < 4; i++) {
            var value = 0;
            var start = at;
            while (at < digits.length() && at - start < 3 && digits.charAt(at) >= '0' && digits.charAt(at) <= '9') {
                value = value * 10 + digits.charAt(at++) - '0';
            }
            var isEnd = i == 3 ? at == digits.length() : at < digits.length() && digits.charAt(at++) == '.';
            if (at == start || value > 255 || !isEnd || digits.charAt(start) == '.') {
                return null;
            }
            octets[i] = (byte) value;
        }
        return literalOf(octets);
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
