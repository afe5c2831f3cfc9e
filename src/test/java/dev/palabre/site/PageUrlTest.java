package dev.palabre.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.problem.Problem;
import dev.palabre.testing.Corpora;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PageUrlTest {
    private static final Site SITE = site("https://www.example.org", "http://localhost:8000", "https://example.org");

    @ParameterizedTest
    @CsvSource({
        "https://www.example.org, /",
        "https://www.example.org/, /",
        "https://www.example.org/a/, /a",
        "https://www.example.org//a///b//, /a/b",
        "https://www.example.org/a#part, /a",
        "https://www.example.org/a?, /a",
        "https://www.example.org/a?utm_source=x&UTM_Medium=y&fbclid=z, /a",
        "https://www.example.org/a?b=1&gclid=2&c=3, /a?b=1&c=3",
        "https://www.example.org/a/?b=//c/, /a?b=//c/",
        "https://www.example.org/a?&&b&, /a?b",
        "https://www.example.org:443/a, /a",
        "https://WWW.Example.ORG/A, /A",
        "http://localhost:8000/a, /a",
        "https://example.org?q=1, /?q=1",
        "https://www.example.org/a?x=1?y=2#z?w, /a?x=1?y=2"
    })
    void key_isPathAndQueryWithoutWhatDoesNotChangeThePage(String url, String key) {
        var page = PageUrl.of(SITE, url, null);
        assertThat(page.key()).isEqualTo(key);
        assertThat(page.url()).isEqualTo("https://www.example.org" + key);
    }

    @Test
    void id_winsOverTheAddress() {
        assertThat(PageUrl.of(SITE, "https://www.example.org/a", "42").key()).isEqualTo("id:42");
        assertThat(PageUrl.of(SITE, "https://www.example.org/id:42", null).key())
                .isEqualTo("/id:42");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "http://www.example.org/",
                "https://www.example.org:8443/",
                "https://www.example.org./",
                "https://www.example.org.evil.example/",
                "http://localhost/",
                "https://[::1]/",
                "https://www.example.org%2eevil.example/",
                "https://www.example.org;evil.example/"
            })
    void page_ofAnotherOriginIsForbidden(String url) {
        assertThatThrownBy(() -> PageUrl.of(SITE, url, null))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "https://",
                "https:///a",
                "https:www.example.org/a",
                "javascript:alert(1)",
                "https://www.example.org@evil.example/",
                "https://user:secret@www.example.org/",
                "https://www.example.org\\@evil.example/",
                "https://evil.example\\@www.example.org/",
                "https://www.example.org/a\\b",
                "https://www.example.org/a b",
                "https://www.example.org/a\nb",
                "https://www.example.org/\0",
                "https://www.example.org/\u0085",
                "https://www.example.org/\ud800",
                "https://www.example.org/\uffff",
                " https://www.example.org/"
            })
    void address_thatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> PageUrl.of(SITE, url, null))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID));
    }

    @Test
    void address_thatIsLongerThanTheLimitIsRefused() {
        var url = "https://www.example.org/";
        assertThat(PageUrl.of(SITE, url + "x".repeat(1_000 - url.length()), null)
                        .url())
                .hasSize(1_000);
        assertThatThrownBy(() -> PageUrl.of(SITE, url + "x".repeat(1_001 - url.length()), null))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> PageUrl.of(SITE, url + "字".repeat(900), null)).isInstanceOf(Problem.class);
    }

    @Test
    void address_isMeasuredWithoutWhatDoesNotChangeThePage() {
        var url = "https://www.example.org/a?gclid=";
        assertThat(PageUrl.of(SITE, url + "x".repeat(4_000 - url.length()), null)
                        .key())
                .isEqualTo("/a");
        assertThatThrownBy(() -> PageUrl.of(SITE, url + "x".repeat(4_001 - url.length()), null))
                .isInstanceOf(Problem.class);
    }

    @Test
    void addresses_ofTheTestSuiteNeverFailAndNeverLeaveTheSite() throws IOException {
        for (var url : suite()) {
            try {
                var page = PageUrl.of(SITE, url, null);
                assertThat(page.url()).as(url).startsWith("https://www.example.org/");
                assertThat(PageUrl.of(SITE, page.url(), null)).as(url).isEqualTo(page);
            } catch (Problem refused) {
                assertThat(refused.kind()).isIn(Problem.Kind.FORBIDDEN, Problem.Kind.INVALID);
            }
        }
    }

    @Test
    void addresses_whateverTheirHostAreReadAsBrowsersReadThem() throws IOException {
        for (var url : suite()) {
            try {
                // A site that allows whatever host we believe to see, so that a wrong belief shows.
                var authority = url.replaceFirst("^https?://([^/?#\\\\@\\s]+).*$", "$1");
                var site = site(Origins.of(url.startsWith("https") ? "https" : "http", authority));
                var page = PageUrl.of(site, url, null);
                assertThat(URI.create(page.url().replaceAll("[^!-~]|[\"<>^`{}|\\[\\]%]", "x"))
                                .getRawUserInfo())
                        .as(url)
                        .isNull();
            } catch (Problem | IllegalArgumentException refused) {
                assertThat(refused).isNotNull();
            }
        }
    }

    private static List<String> suite() throws IOException {
        var urls = new ArrayList<String>();
        new JsonArray(Files.readString(Corpora.file("wpt-url/urltestdata.json"))).forEach(each -> {
            if (each instanceof JsonObject test) {
                var input = test.getString("input");
                urls.add(input);
                urls.add(input.replaceFirst("^https?://[^/?#\\\\@:]*", "https://www.example.org"));
                urls.add("https://www.example.org" + input);
                urls.add("https://www.example.org/" + input);
            }
        });
        new JsonArray(Files.readString(Corpora.file("generated/url-field.json")))
                .forEach(each -> urls.add(String.valueOf(each)));
        return urls;
    }

    private static Site site(String... origins) {
        return new Site(1, "lsi", "LSI", List.of(origins), Settings.of(Map.of()));
    }
}
