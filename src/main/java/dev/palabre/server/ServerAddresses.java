package dev.palabre.server;

import dev.palabre.config.Config;
import dev.palabre.http.PublicUrl;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** By which addresses this server is called. */
final class ServerAddresses {
    private ServerAddresses() {}

    /** Its absolute addresses: the public one, or where there is none the one that it listens on. */
    static PublicUrl links(Config config, int port) {
        var configured = config.publicUrl();
        return PublicUrl.below(configured != null ? configured : PublicUrl.at(config.host(), port));
    }

    /** Values of {@code Host} that it answers; on loopback also by its port, for whoever runs it behind a proxy. */
    static Set<String> of(Config config, PublicUrl links, int port) {
        return Stream.of(
                        URI.create(links.base()).getRawAuthority(),
                        "127.0.0.1:" + port,
                        "localhost:" + port,
                        "[::1]:" + port,
                        PublicUrl.authority(config.host(), port))
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
