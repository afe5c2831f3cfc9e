package dev.palabre.mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MailPreviewTest {
    @Test
    void withoutKeys_showsModeratorsNoLinkThatWouldOpenSomethingForThem() {
        var text = "Voir\nhttps://p.example/c/AAAAAQAAAAAAAAAAAAAAAAAAAAA/mute\n"
                + "https://p.example/rights/erase/eyJh.eyJi.c2ln_nature-xyz\n"
                + "https://p.example/sites/lsi/mine/link/eyJhbGciOi.eyJzdWIi.c2ln-natu_re\n"
                + "https://p.example/follow/stop/eyJhbGciOi.eyJzdWIi.c2lnnature\n"
                + "https://site.example/c/une-page-au-nom-tres-long#comment-0199";
        assertThat(MailPreview.withoutKeys(text))
                .contains("/c/…/mute", "/rights/erase/…", "/mine/link/…")
                .contains("/follow/stop/…")
                .doesNotContain("AAAAAQ", "eyJ");
    }
}
