package dev.palabre.comment.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.SampleComment;
import dev.palabre.comment.model.ThreadStore.Entry;
import dev.palabre.site.SampleSite;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What readers and authors see of a comment. */
final class CommentPresenterTest {
    private static final String PAGE = "https://lsi.example/a";
    private static final Instant AT = Instant.parse("2026-02-03T04:05:06Z");

    private final CommentPresenter presenter = SamplePages.comments();
    private final Reader reader = new Reader(SampleSite.of("LSI", Map.of()), "fr");

    @Test
    void published_hasNothingThatIsForItsAuthorOnly() {
        var view = presenter.published(reader, PAGE, entry("Awa Diop", null));
        assertThat(view.own()).isNull();
        assertThat(view.edited()).isNull();
        assertThat(view.author().name()).isEqualTo("Awa Diop");
        assertThat(view.author().initials()).isEqualTo("AD");
        assertThat(view.url()).startsWith(PAGE + "#").endsWith(view.id());
        assertThat(view.sent().datetime()).isEqualTo(AT.toString());
        assertThat(view.sent().day()).contains("2026");
    }

    @Test
    void published_namesAnonymousAuthorsInTheLanguageOfTheReader() {
        var english = new Reader(reader.site(), "en");
        var french = presenter.published(reader, PAGE, entry("", null)).author();
        var translated = presenter.published(english, PAGE, entry("", null)).author();
        assertThat(french.name()).isNotEmpty().isNotEqualTo(translated.name());
    }

    @Test
    void published_saysWhenTheTextWasEdited() {
        var view = presenter.published(reader, PAGE, entry("Awa", AT.plusSeconds(60)));
        assertThat(view.edited())
                .isNotNull()
                .extracting(CommentView.Moment::datetime)
                .isEqualTo("2026-02-03T04:06:06Z");
        assertThat(presenter
                        .json(reader, PAGE, entry("Awa", AT.plusSeconds(60)))
                        .editedAt())
                .isEqualTo("2026-02-03T04:06:06Z");
    }

    @Test
    void own_hasStatusAndStatusPage() {
        var comment = SampleComment.of(CommentStatus.PENDING, null);
        var own = presenter.own(reader, comment).own();
        assertThat(own).isNotNull();
        assertThat(own.status()).isEqualTo("pending");
        assertThat(own.statusText()).isNotEmpty();
        assertThat(own.statusUrl())
                .isEqualTo(SamplePages.RECEIPTS.statusUrl(SamplePages.RECEIPTS.of(comment)))
                .startsWith("https://comments.example/c/");
    }

    @Test
    void own_hasLiveLinksOnlyOncePublished() {
        var text = "Voir https://spam.example/";
        var pending = presenter.own(reader, SampleComment.of(CommentStatus.PENDING, null, text, "Awa"));
        var published = presenter.own(reader, SampleComment.of(CommentStatus.PUBLISHED, AT, text, "Awa"));
        assertThat(pending.html()).doesNotContain("<a ").contains("https://spam.example/");
        assertThat(published.html()).contains("<a ");
    }

    @Test
    void own_isRenderedWithItsStatusAndEscapedName() {
        var comment = SampleComment.of(CommentStatus.REJECTED, null, "<b>", "<i>Awa</i>");
        var html = SamplePages.PAGES.render("comment/thread/comment", presenter.own(reader, comment));
        assertThat(html)
                .contains("data-status=\"rejected\"", "&lt;i&gt;Awa&lt;/i&gt;", "&lt;b&gt;")
                .contains("class=\"comment own\"");
    }

    @Test
    void published_isRenderedWithoutStatus() {
        var view = presenter.published(reader, PAGE, entry("Awa", AT.plusSeconds(60)));
        assertThat(SamplePages.PAGES.render("comment/thread/comment", view))
                .doesNotContain("data-status", "part=\"status\"")
                .contains("part=\"edited\"", "class=\"comment\"");
    }

    private static Entry entry(String name, @Nullable Instant edited) {
        return new Entry(UUID.randomUUID(), name, "<p>Bonjour</p>", AT, edited);
    }
}
