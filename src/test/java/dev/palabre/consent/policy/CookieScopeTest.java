package dev.palabre.consent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.http.PublicUrl;
import dev.palabre.site.Site;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CookieScopeTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "www.example.org, example.org",
                "example.org, example.org",
                "a.b.example.co.uk, example.co.uk",
                "co.uk, -",
                "awa.github.io, awa.github.io",
                "comments.awa.github.io, awa.github.io",
                "github.io, -",
                "www.gouv.sn, www.gouv.sn",
                "comments.intra.corp, intra.corp",
                "localhost, -",
                "127.0.0.1, -",
                "[::1], -",
                "xn--caf-dma.example.fr, example.fr",
            })
    void registrable_isWhatOneSiteOwns(String host, String domain) {
        assertThat(PublicSuffixes.registrable(host)).isEqualTo(Optional.ofNullable(domain));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://www.example.org/palabre, https://www.example.org, MOUNTED, -",
                "https://comments.example.org, https://www.example.org, SUBDOMAIN, example.org",
                "https://comments.example.org, https://example.org, SUBDOMAIN, example.org",
                "https://comments.example.net, https://www.example.org, ELSEWHERE, -",
                "https://palabre.github.io, https://awa.github.io, ELSEWHERE, -",
                "https://comments.example.org, http://www.example.org, ELSEWHERE, -",
                "http://127.0.0.1:8080, http://127.0.0.1:8081, MOUNTED, -",
                "http://127.0.0.1:8080, http://localhost:8081, ELSEWHERE, -",
            })
    void L28_memory_isTheServersWhereACookieOfItsReachesThePage(
            String server, String origin, CookieScope.Memory memory, String domain) {
        var found = CookieScope.of(new PublicUrl(server), site(origin), origin);
        assertThat(found).isEqualTo(new CookieScope(memory, domain));
        assertThat(found.safariDays()).isEqualTo(memory == CookieScope.Memory.ELSEWHERE ? 7 : 182);
    }

    @Test
    void memory_isOneForAllPagesOfADomain() {
        var links = new PublicUrl("https://www.example.org/palabre");
        var site = site("https://www.example.org", "https://blog.example.org", "https://example.net");
        assertThat(CookieScope.of(links, site, "https://www.example.org"))
                .isEqualTo(new CookieScope(CookieScope.Memory.SUBDOMAIN, "example.org"));
        assertThat(CookieScope.of(links, site, "https://blog.example.org"))
                .isEqualTo(new CookieScope(CookieScope.Memory.SUBDOMAIN, "example.org"));
        assertThat(CookieScope.of(links, site, "https://example.net").serverSets())
                .isFalse();
    }

    private static Site site(String... origins) {
        var site = PolicyTest.site("Site", origins[0], "audience", null, null);
        return new Site(site.id(), site.key(), site.name(), List.of(origins), site.settings());
    }
}
