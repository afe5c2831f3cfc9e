package dev.palabre.comment.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.ThreadCursor;
import dev.palabre.comment.model.ThreadOrder;
import dev.palabre.comment.model.ThreadStore.Entry;
import dev.palabre.comment.model.ThreadStore.ThreadPage;
import dev.palabre.comment.thread.ThreadCache.Loaded;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.site.PageUrl;
import dev.palabre.site.SampleSite;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Threads as JSON, nodes and pages. */
final class ThreadRendererTest {
    private static final Instant AT = Instant.parse("2026-02-03T04:05:06Z");

    private final ThreadRenderer renderer =
            new ThreadRenderer(SamplePages.PAGES, SamplePages.comments(), SamplePages.forms());
    private final Reader reader = new Reader(SampleSite.of("LSI", Map.of()), "fr");

    @Test
    void json_ofAPageWithoutCommentsIsNamedByTheRequest() {
        var json = json(new Loaded(null, 10));
        assertThat(json.getInteger("count")).isZero();
        assertThat(json.getBoolean("open")).isTrue();
        assertThat(json.getJsonObject("page").getString("title")).isEqualTo("Requested");
        assertThat(json.getString("next")).isNull();
    }

    @Test
    void json_ofAPublishedThreadIsNamedByTheThread() {
        var json = json(new Loaded(thread(1), 10));
        assertThat(json.getJsonObject("page").getString("title")).isEqualTo("Stored");
        assertThat(json.getJsonObject("page").getString("url")).isEqualTo("https://lsi.example/stored");
    }

    @Test
    void json_nextIsTheLastCommentOfAFullPage() {
        var thread = thread(3);
        var json = json(new Loaded(thread, 2));
        assertThat(json.getJsonArray("comments")).hasSize(2);
        assertThat(json.getString("next"))
                .isEqualTo(new ThreadCursor(AT, thread.entries().get(1).id()).text());
        assertThat(json(new Loaded(thread, 3)).getString("next")).isNull();
    }

    @Test
    void nodes_ofTheFirstPageHaveTheFormAndTheTexts() {
        var nodes = new JsonObject(text(key(Response.NODES, null), new Loaded(thread(1), 10)));
        assertThat(nodes.getJsonArray("nodes").encode()).contains("\"form\"", "palabre-text");
        assertThat(nodes.getJsonObject("texts").fieldNames()).isNotEmpty();
    }

    @Test
    void nodes_ofALaterPageAreItsCommentsAlone() {
        var nodes = new JsonObject(text(key(Response.NODES, "cursor"), new Loaded(thread(1), 10)));
        assertThat(nodes.getJsonArray("nodes").encode()).contains("comment-").doesNotContain("\"form\"");
        assertThat(nodes.getJsonObject("texts").fieldNames()).isEmpty();
    }

    @Test
    void page_isWholeAndEscaped() {
        var html = text(key(Response.HTML, null), new Loaded(null, 10));
        assertThat(html)
                .startsWith("<!doctype html>")
                .contains(
                        "<html lang=\"fr\" dir=\"ltr\">",
                        "<title>Requested</title>",
                        "https://comments.example/assets/");
    }

    @Test
    void refused_isAPageWithWhatWasTypedAndTheErrors() {
        var response = renderer.refused(
                reader,
                key(Response.HTML, null),
                new Loaded(null, 10),
                Map.of("text", "<Bonjour>"),
                List.of(FieldError.of("email", "email_form")));
        assertThat(response.status()).isEqualTo(422);
        assertThat(response.body().toString()).contains("&lt;Bonjour&gt;", "role=\"alert\"", "href=\"#palabre-email\"");
        assertThat(response.headers()).extracting(Map.Entry::getKey).contains("Content-Security-Policy");
    }

    private JsonObject json(Loaded loaded) {
        return new JsonObject(text(key(Response.JSON, null), loaded));
    }

    private String text(ThreadKey key, Loaded loaded) {
        return renderer.render(reader, key, loaded).plain().toString();
    }

    private static ThreadKey key(String format, @Nullable String after) {
        var page = new PageUrl("/a", "https://lsi.example/a", null);
        return new ThreadKey(1, page, "Requested", "fr", ThreadOrder.NEWEST, after, format);
    }

    private static ThreadPage thread(int comments) {
        return new ThreadPage(
                null,
                "https://lsi.example/stored",
                "Stored",
                true,
                comments,
                false,
                IntStream.range(0, comments)
                        .mapToObj(i -> new Entry(UUID.randomUUID(), "Awa", "<p>" + i + "</p>", AT, null))
                        .toList());
    }
}
