package dev.palabre.comment.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.Corpora;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarkupTest {
    @Test
    void text_becomesParagraphsAndLines() {
        assertThat(Markup.html("a\nb\n\n \n c")).isEqualTo("<p dir=\"auto\">a<br>b</p><p dir=\"auto\">c</p>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://a.example|https://a.example",
                "voir https://a.example/x.|https://a.example/x",
                "(https://a.example/x)|https://a.example/x",
                "https://a.example/Pin_(arbre)|https://a.example/Pin_(arbre)",
                "(voir https://a.example/Pin_(arbre)).|https://a.example/Pin_(arbre)",
                "https://a.example/(a)_(b),|https://a.example/(a)_(b)",
                "[https://a.example/?x[]=1&y[]]|https://a.example/?x[]=1&y[]",
                "https://a.example/a(b.|https://a.example/a(b",
                "« https://a.example/x »|https://a.example/x",
                "est-ce https://a.example/x\u00A0?|https://a.example/x",
                "est-ce https://a.example/x\u202F!|https://a.example/x",
                "https://a.example/?a=1&b=2|https://a.example/?a=1&b=2",
                "https://a.example/x'y|https://a.example/x"
            })
    void link_endsWhereTheAddressEnds(String text, String address) {
        assertThat(Jsoup.parseBodyFragment(Markup.html(text)).select("a").eachAttr("href"))
                .containsExactly(address);
        assertThat(Jsoup.parseBodyFragment(Markup.html(text)).text().replace('\u00A0', ' '))
                .isEqualTo(text.replace('\u00A0', ' '));
        assertThat(Markup.inert(text)).doesNotContain("<a");
    }

    @ParameterizedTest
    @CsvSource({
        "http://",
        "https://...",
        "https://)",
        "xhttp://a",
        "ftp://a.example",
        "javascript://a.example",
        "//a.example"
    })
    void text_thatIsNoAddressIsNoLink(String text) {
        assertThat(Markup.html(text)).doesNotContain("<a").contains(text);
    }

    @Test
    void attacks_ofEveryListComeOutAsText() throws IOException {
        var attacks = attacks();
        assertThat(attacks).hasSizeGreaterThan(2_500);
        for (var attack : attacks) {
            for (var html : List.of(Markup.html(attack), Markup.inert(attack))) {
                for (var element : Jsoup.parseBodyFragment(html).body().select("body *")) {
                    assertThat(element.normalName()).as(attack).isIn("p", "br", "a");
                    element.attributes().forEach(attribute -> assertThat(attribute.getKey())
                            .as(attack)
                            .isIn(element.normalName().equals("a") ? Set.of("href", "rel") : Set.of("dir")));
                    if (element.normalName().equals("a")) {
                        assertThat(element.attr("href")).as(attack).matches("(?s)https?://[^/].*");
                    }
                }
                assertThat(Jsoup.parseBodyFragment(html).body().wholeText().replaceAll("\\s", ""))
                        .isEqualTo(attack.replaceAll("\\s", ""));
            }
        }
    }

    @Test
    void text_ofAnyShapeTakesLinearTime() {
        for (var piece :
                List.of("\n ", "\n\n", "https://", "http://a", "<", "&", "\n\t \n", "https://a.example/....", "))))")) {
            var text = piece.repeat(100_000 / piece.length());
            var begun = System.nanoTime();
            Markup.html(text);
            assertThat(System.nanoTime() - begun).as(piece).isLessThan(3_000_000_000L);
        }
    }

    private static List<String> attacks() throws IOException {
        var attacks = new ArrayList<String>();
        try (var files = Files.list(Corpora.file("payloadsallthethings/xss"))) {
            for (var file : files.toList()) {
                var text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (file.toString().endsWith(".txt")) {
                    text.lines().filter(line -> !line.isBlank()).forEach(attacks::add);
                } else {
                    new JsonArray(Files.readString(file)).forEach(each -> attacks.add(text(each)));
                }
            }
        }
        new JsonArray(Files.readString(Corpora.file("generated/url-field.json")))
                .forEach(each -> attacks.add(String.valueOf(each)));
        attacks.removeIf(attack -> !dev.palabre.text.TextRules.storable(attack));
        return attacks;
    }

    private static String text(Object each) {
        return each instanceof JsonObject object ? object.encode() : String.valueOf(each);
    }
}
