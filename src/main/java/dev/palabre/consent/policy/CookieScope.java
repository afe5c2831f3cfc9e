package dev.palabre.consent.policy;

import dev.palabre.http.PublicUrl;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a choice is remembered on pages of one origin: by whom the cookie is set, and for which names.
 *
 * @param memory who remembers
 * @param domain that the cookie is set for, null where it is the page's host alone
 */
public record CookieScope(Memory memory, @Nullable String domain) {
    /** Who remembers a choice. */
    public enum Memory {
        /** The server has the page's own host, and sets the cookie. */
        MOUNTED,
        /** The server has another name below the site's domain, and sets the cookie for that domain. */
        SUBDOMAIN,
        /** The server is another site: the widget writes the cookie. */
        ELSEWHERE;

        /** The short word that programs read. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Days after which Safari forgets what a script wrote, however long it was meant to last. */
    private static final int SCRIPT_DAYS = 7;

    /** The case of an origin of a site, or of this server itself. */
    public static CookieScope of(PublicUrl links, Site site, String origin) {
        var server = host(links.origin());
        if (!scheme(origin).equals(scheme(links.origin()))) {
            return new CookieScope(Memory.ELSEWHERE, null);
        }
        var domain = PublicSuffixes.registrable(server);
        // One cookie for all pages of a domain: two of one name, for the host and for the domain, would contradict.
        var wider = domain.isPresent()
                && site.origins().stream()
                        .filter(each -> scheme(each).equals(scheme(origin)))
                        .map(CookieScope::host)
                        .anyMatch(host -> !host.equals(server)
                                && PublicSuffixes.registrable(host).equals(domain));
        var host = host(origin);
        if (wider && PublicSuffixes.registrable(host).equals(domain)) {
            return new CookieScope(Memory.SUBDOMAIN, domain.orElseThrow());
        }
        return new CookieScope(host.equals(server) ? Memory.MOUNTED : Memory.ELSEWHERE, null);
    }

    /** The case of a site: that of the first origin which shares a domain with the server, if any does. */
    public static CookieScope of(PublicUrl links, Site site) {
        return site.origins().stream()
                .map(origin -> of(links, site, origin))
                .filter(CookieScope::serverSets)
                .findFirst()
                .orElseGet(() -> new CookieScope(Memory.ELSEWHERE, null));
    }

    /** Whether the server's cookie reaches the pages. */
    public boolean serverSets() {
        return memory != Memory.ELSEWHERE;
    }

    /** Days for which Safari remembers. */
    public int safariDays() {
        return serverSets() ? Policy.VALID_DAYS : SCRIPT_DAYS;
    }

    /** What that means for the site's owner, and what Safari makes of it. */
    public String explanation(String lang, Messages messages) {
        return messages.get(lang, "consent.memory." + memory.wire(), Map.of("domain", domain == null ? "" : domain));
    }

    public static String host(String origin) {
        var host = URI.create(origin).getHost();
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    private static String scheme(String origin) {
        return String.valueOf(URI.create(origin).getScheme());
    }
}
