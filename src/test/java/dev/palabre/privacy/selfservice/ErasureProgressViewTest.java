package dev.palabre.privacy.selfservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** The page of an erasure that is under way. */
final class ErasureProgressViewTest {
    @Test
    void page_reloadsItselfWithoutScriptAndHasALinkThatDoesTheSame() {
        var pages = SampleComment.pages();
        var url = "https://comments.example/sites/lsi/mine/erasure?lang=en";
        var view = new ErasureProgressView(
                pages.layout("en", "Erasing"), "Le Soleil", "Comments erased: 20.", "Remaining: 80.", 20, 100, url);
        var page = Jsoup.parse(pages.render(ErasureProgressView.TEMPLATE, view));
        assertThat(page.select("meta[http-equiv=refresh]").attr("content")).isEqualTo("3; url=" + url);
        assertThat(page.select("a[href]").eachAttr("href")).containsExactly(url);
        assertThat(page.select("progress").attr("value")).isEqualTo("20");
        assertThat(page.select("script")).isEmpty();
    }
}
