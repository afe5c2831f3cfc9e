package dev.palabre.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.Main;
import dev.palabre.mail.MailSamples.Specimen;
import dev.palabre.mail.smtp.Sender;
import dev.palabre.template.Messages;
import dev.palabre.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gallery of all mails: it misses none, and none of them says what a stranger typed as more than words. */
final class MailSamplesTest {
    private static final MailSamples GALLERY =
            new MailSamples(new Messages(), Sender.parse("Palabre <palabre@example.org>"));

    @Test
    void gallery_hasEveryKindOfMailInEveryLanguage() {
        try (var server = TestServer.start(Map.of())) {
            var kinds = server.application().mails();
            for (var lang : Messages.LANGUAGES) {
                assertThat(GALLERY.specimens().stream()
                                .filter(each -> each.lang().equals(lang))
                                .map(Specimen::kind)
                                .collect(Collectors.toSet()))
                        .isEqualTo(kinds);
            }
        }
    }

    @Test
    void mails_linkNowhereThatAStrangerTyped() {
        for (var each : GALLERY.specimens()) {
            var html = Jsoup.parse(each.html());
            assertThat(html.select("script, img, iframe, form, link, b, [onerror]"))
                    .as(each.file())
                    .isEmpty();
            assertThat(html.select("a").eachAttr("href"))
                    .as(each.file())
                    .isNotEmpty()
                    .allMatch(link -> link.startsWith("https://palabre.example.org/")
                            || link.startsWith("https://lesoir.example.org/"));
            assertThat(html.text() + each.text())
                    .as(each.file())
                    .doesNotContain("evil.example", "\u202E", "\u0007", "null", "evil@evil");
            assertThat(each.subject()).as(each.file()).doesNotContain("evil", "<script", "\n");
        }
    }

    @Test
    void mails_tellWhoReadsThemHowToEndThem() {
        assertThat(GALLERY.specimens().stream()
                        .filter(each -> each.kind().startsWith("follow-")
                                && !each.kind().equals("follow-ask")))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(new String(each.bytes(), StandardCharsets.UTF_8))
                        .contains("List-Unsubscribe: <https://", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    }

    @Test
    void command_writesThemAllAndSaysWhere(@TempDir Path folder) throws IOException {
        var out = folder.resolve("new/mails");
        assertThat(Main.commandLine().execute("mail", "gallery", "--out", out.toString()))
                .isZero();
        try (var files = Files.list(out)) {
            assertThat(files).hasSize(3 * GALLERY.specimens().size() + 1);
        }
        assertThat(Jsoup.parse(Files.readString(out.resolve("index.html"))).select("a"))
                .hasSize(3 * GALLERY.specimens().size());
    }

    @Test
    void command_writesOverNothingAndThroughNoLink(@TempDir Path folder) throws IOException {
        var full = Files.createDirectory(folder.resolve("full"));
        var mine = Files.writeString(folder.resolve("mine"), "mine");
        Files.createSymbolicLink(full.resolve("index.html"), mine);
        var link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("empty")));
        var dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        for (var out : List.of(full, mine, link, dangling)) {
            assertThat(Main.commandLine().execute("mail", "gallery", "--out", out.toString()))
                    .as(out.toString())
                    .isNotZero();
        }
        assertThat(mine).hasContent("mine");
        assertThat(folder.resolve("empty")).isEmptyDirectory();
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }
}
