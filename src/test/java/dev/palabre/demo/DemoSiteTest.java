package dev.palabre.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoSiteTest {
    private static final String PALABRE = "http://127.0.0.1:8080";
    private static final String SNIPPET = """
            <script src="http://127.0.0.1:8080/palabre.js" data-site="demo" async></script>
            <palabre-comments></palabre-comments>
            """;

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static DemoSite site;

    @BeforeAll
    static void start() {
        site = join(DemoSite.start(VERTX, 0, PALABRE));
    }

    @AfterAll
    static void stop() {
        join(site.stop());
        join(VERTX.close());
    }

    @Test
    void home_listsThreeArticlesThatExist() throws Exception {
        var links = page("/").select("article h2 a");
        assertThat(links).hasSize(3);
        for (var link : links) {
            assertThat(get(link.attr("href")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void home_countsTheCommentsOfEachArticle() throws Exception {
        var page = page("/");
        assertThat(page.select("palabre-count").eachAttr("page-url"))
                .isEqualTo(page.select("article h2 a").eachAttr("href"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/la-plage-tient-ses-comptes", "/le-peintre-des-cars-rapides", "/the-library-comes-on-thursdays"
            })
    void article_holdsTheSnippetUnchanged(String path) throws Exception {
        assertThat(get(path).body()).containsOnlyOnce(SNIPPET);
    }

    @Test
    void article_inEnglishSaysSo() throws Exception {
        var page = page("/the-library-comes-on-thursdays");
        assertThat(page.select("html").attr("lang")).isEqualTo("en");
        assertThat(page.select("header time").text()).isEqualTo("November 12, 2026");
        assertThat(page.select("[data-palabre=consent]").text()).isEqualTo("Manage my cookies");
        assertThat(page("/").select("article.teaser").eachAttr("lang")).containsExactly("fr", "fr", "en");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/la-plage-tient-ses-comptes",
                "/le-peintre-des-cars-rapides",
                "/the-library-comes-on-thursdays",
                "/nowhere"
            })
    void page_isWholeAndAsksForConsentBeforeItMeasures(String path) throws Exception {
        var page = page(path);
        assertThat(page.select("header.masthead, main, footer")).hasSize(3);
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("a.skip").attr("href"))
                .isEqualTo("#" + page.select("main").attr("id"));
        assertThat(page.select("button[data-palabre=consent]")).hasSize(1);
        assertThat(page.select("script[type=text/plain]").eachAttr("data-category"))
                .containsExactly("audience", "media");
        assertThat(page.select("style, [style]")).isEmpty();
        assertThat(page.text()).doesNotContain("{{");
    }

    @Test
    void page_linksOnlyToAssetsThatExist() throws Exception {
        var page = page("/la-plage-tient-ses-comptes");
        for (var address : page.select("[src^=/], link[href^=/]").stream()
                .map(DemoSiteTest::address)
                .toList()) {
            assertThat(get(address).statusCode()).as(address).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/corniche.css", "/assets/icon.svg", "/nowhere"})
    void answer_carriesTheStrictPolicy(String path) throws Exception {
        var headers = get(path).headers();
        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self' " + PALABRE
                        + "; connect-src " + PALABRE + "; form-action " + PALABRE + "; base-uri 'none';"
                        + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("strict-origin-when-cross-origin");
    }

    @Test
    void policy_namesTheOriginOfAPalabreUnderAPath() {
        assertThat(DemoCsp.allowing("http://127.0.0.1:8080/palabre").headers().get("Content-Security-Policy"))
                .contains("connect-src http://127.0.0.1:8080;");
    }

    @Test
    void answer_isNotFoundForUnknownAddresses() throws Exception {
        var answer = get("/assets/../corniche.css");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    }

    @Test
    void answer_refusesToWrite() throws Exception {
        var answer = send(request(site.url() + "/").POST(BodyPublishers.ofString("x=1")));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void answer_toHeadHasNoBody() throws Exception {
        var answer = send(request(site.url() + "/").method("HEAD", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void answer_sendsOtherHostsToTheSiteOfThePages() throws Exception {
        var other = site.url().replace("localhost", "127.0.0.1");
        var answer = send(request(other + "/the-library-comes-on-thursdays?x=1"));
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue(site.url() + "/the-library-comes-on-thursdays?x=1");
    }

    @Test
    void start_failsWhenThePortIsTaken() {
        var taken = URI.create(site.url()).getPort();
        var second = DemoSite.start(VERTX, taken, PALABRE);
        assertThat(second.toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(IOException.class);
    }

    private static Document page(String path) throws Exception {
        return Jsoup.parse(get(path).body());
    }

    private static String address(Element element) {
        return element.attr(element.hasAttr("src") ? "src" : "href");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(request(site.url() + path));
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
