package dev.palabre.comment.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.ThreadOrder;
import dev.palabre.comment.model.ThreadStore.ThreadPage;
import dev.palabre.comment.thread.ThreadCache.Loaded;
import dev.palabre.site.PageUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What of a request makes a copy of its own in the cache of threads. */
final class ThreadKeyTest {
    @Test
    void shared_isTheSameWhateverARequestClaimsOfItsPage() {
        var shared = key("https://lsi.example/a", "A", null).shared();
        assertThat(key("https://lsi.example/b", "B", null).shared()).isEqualTo(shared);
        assertThat(key("https://lsi.example/b", null, null).shared()).isEqualTo(shared);
        assertThat(shared.shared()).isEqualTo(shared);
    }

    @Test
    void shared_differsByWhatIsShown() {
        var key = key("https://lsi.example/a", "A", null);
        var other = new ThreadKey(1, key.page(), "A", "en", ThreadOrder.NEWEST, null, "text/html");
        assertThat(other.shared()).isNotEqualTo(key.shared());
        assertThat(key("https://lsi.example/a", "A", "x").shared()).isNotEqualTo(key.shared());
    }

    @Test
    void weight_growsWithWhatWasSent() {
        assertThat(key("https://lsi.example/a", "x".repeat(1_000), null).weight())
                .isGreaterThan(2_000);
    }

    @Test
    void loaded_lastsFromTheFirstPageOn() {
        var first = key("https://lsi.example/a", "A", null);
        var later = key("https://lsi.example/a", "A", "cursor");
        assertThat(new Loaded(null, 10).isLasting(first)).isTrue();
        assertThat(new Loaded(null, 10).isLasting(later)).isFalse();
        assertThat(new Loaded(thread(3, false), 10).isLasting(first)).isTrue();
        assertThat(new Loaded(thread(3, false), 10).isLasting(later)).isFalse();
        assertThat(new Loaded(thread(3, true), 10).isLasting(later)).isTrue();
    }

    @Test
    void loaded_isEmptyWithoutPublishedComments() {
        assertThat(new Loaded(null, 10).isEmpty()).isTrue();
        assertThat(new Loaded(thread(0, false), 10).isEmpty()).isTrue();
        assertThat(new Loaded(thread(1, false), 10).isEmpty()).isFalse();
    }

    private static ThreadPage thread(int published, boolean known) {
        return new ThreadPage("a", "https://lsi.example/a", "A", true, published, known, List.of());
    }

    private static ThreadKey key(String url, @Nullable String title, @Nullable String after) {
        return new ThreadKey(1, new PageUrl("id:a", url, "a"), title, "fr", ThreadOrder.NEWEST, after, "text/html");
    }
}
