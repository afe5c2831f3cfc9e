package dev.palabre.mail.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailRendererTest {
    private static final String PAGE = "https://site.example/article?a=1&b=2";
    private static final String STATUS = "https://palabre.example/c/AAAB";

    private final Messages messages = new Messages();
    private final MailRenderer renderer = new MailRenderer(new Templates(messages, MailRenderer.TEMPLATES), messages);

    @Test
    void published_saysThatItIsOnlineInFrench() {
        var mail = renderer.render(published("fr", "L’été", "Fatou D."));
        assertThat(mail.subject()).isEqualTo("Votre commentaire est en ligne – Le Soir");
        assertThat(mail.text())
                .startsWith("Bonjour Fatou D.,\n\nVotre commentaire est en ligne sur la page «\u00A0L’été\u00A0».\n\n")
                .contains("Voir votre commentaire\n" + PAGE + "#c\n", STATUS + "\n")
                .doesNotContain("\n\n\n");
        assertThat(links(mail)).containsExactly(PAGE, PAGE + "#c", STATUS, STATUS + "/mute");
        assertThat(mail.unsubscribe()).isEqualTo(STATUS + "/mute");
    }

    @Test
    void published_speaksTheAuthorsLanguage() {
        assertThat(renderer.render(published("en", "Summer", "Fatou")).subject())
                .isEqualTo("Your comment is online – Le Soir");
    }

    @Test
    void published_greetsNobodyWithoutAName() {
        assertThat(renderer.render(published("fr", "L’été", "")).text()).startsWith("Bonjour,\n");
    }

    @Test
    void rejected_givesTheReasonWhereThereIsOne() {
        var reason = "Hors sujet.\nVoir <la charte> & l’article.";
        var mail = renderer.render(new RejectedMail("fr", "Le Soir", "L’été", PAGE, STATUS, "Fatou", reason));
        assertThat(mail.text()).contains(reason);
        assertThat(Jsoup.parse(mail.html()).expectFirst("blockquote").wholeText())
                .isEqualTo(reason);
        var silent = renderer.render(new RejectedMail("fr", "Le Soir", "L’été", PAGE, STATUS, "Fatou", null));
        assertThat(silent.text()).doesNotContain("motif").doesNotContain("\n\n\n");
        assertThat(silent.html()).doesNotContain("<blockquote");
    }

    @Test
    void waiting_leadsToTheQueue() {
        var queue = "https://palabre.example/moderation";
        var mail = renderer.render(new PendingCommentsMail("en", "Le Soir", "Summer", PAGE, queue));
        assertThat(mail.subject()).isEqualTo("A comment awaits your decision – Le Soir");
        assertThat(mail.text()).contains(queue);
        assertThat(links(mail)).containsExactly(PAGE, queue);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "x\r\nBcc: evil@example.net",
                "https://evil.example/ www.evil.example",
                "{{pageUrl}} {site}"
            })
    void render_keepsWhatStrangersTypedOutOfSubjectsAndMarkup(String typed) {
        var mail = renderer.render(published("fr", typed, typed));
        assertThat(mail.subject()).isEqualTo("Votre commentaire est en ligne – Le Soir");
        assertThat(Jsoup.parse(mail.html()).select("script, img, [onerror]")).isEmpty();
        assertThat(links(mail)).containsExactly(PAGE, PAGE + "#c", STATUS, STATUS + "/mute");
        assertThat(mail.unsubscribe()).isEqualTo(STATUS + "/mute");
        assertThat(mail.text()).doesNotContain("evil.example", "\nBcc:");
    }

    private static PublishedMail published(String lang, String title, String name) {
        return new PublishedMail(lang, "Le Soir", title, PAGE, PAGE + "#c", STATUS, name);
    }

    private static List<String> links(Mail mail) {
        return Jsoup.parse(mail.html()).select("[href]").eachAttr("href");
    }
}
