package dev.palabre.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Words, templates and nodes hold what they promise to each other. */
final class WordsTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Messages MESSAGES = new Messages();

    @Test
    void languages_haveTheSameKeysWithTheSamePlaceholders() {
        for (var lang : Messages.LANGUAGES) {
            assertThat(MESSAGES.keys(lang)).isEqualTo(MESSAGES.keys(Messages.LANGUAGES.get(0)));
            for (var key : MESSAGES.keys(lang)) {
                assertThat(MESSAGES.get(lang, key)).as(lang + " " + key).isNotBlank();
                assertThat(placeholders(MESSAGES.get(lang, key)))
                        .as(lang + " " + key)
                        .isEqualTo(placeholders(MESSAGES.get(Messages.LANGUAGES.get(0), key)));
            }
        }
    }

    @Test
    void messages_thatTemplatesAskForExist() throws IOException {
        for (var template : files(TEMPLATES, ".hbs")) {
            var text = Files.readString(template);
            Pattern.compile("\\(?\\bt \"([^\"]+)\"").matcher(text).results().forEach(each -> assertThat(
                            MESSAGES.keys("fr"))
                    .as(template.toString())
                    .contains(each.group(1)));
        }
    }

    @Test
    void messages_thatCodeAsksForByNameExist() throws IOException {
        var problem = Pattern.compile(
                "(?:Problem\\.of\\([\\w.]+, |Problem\\.later\\([\\w.]+,\\s*|FieldError\\.of\\([^,()]+,\\s*|Problem\\.malformed\\([^,]+,\\s*)\"([a-z_0-9]+)\"");
        var words = Pattern.compile("essages\\.get\\([^\"()]+(?:\\(\\))?, \"([a-zA-Z.]+[a-zA-Z])\"[,)]");
        for (var source : files(Path.of("src/main/java"), ".java")) {
            var text = Files.readString(source);
            problem.matcher(text).results().forEach(each -> assertThat(MESSAGES.keys("fr"))
                    .as(source.toString())
                    .contains("problem." + each.group(1)));
            words.matcher(text).results().forEach(each -> assertThat(MESSAGES.keys("fr"))
                    .as(source.toString())
                    .contains(each.group(1)));
        }
    }

    @Test
    void templates_letNothingThroughUnescapedAndQuoteEveryAttribute() throws IOException {
        for (var template : files(TEMPLATES, ".hbs")) {
            var text = Files.readString(template);
            assertThat(text).as(template.toString()).doesNotContain("{{{").doesNotContain("{{&");
            if (!template.toString().endsWith(".txt.hbs")) {
                assertThat(text.replaceAll("\\{\\{[^}]*}}", "M").replaceAll("=\"[^\"]*\"", "=\"\""))
                        .as(template.toString())
                        .doesNotContainPattern("<[a-z][^>]*\\s[a-z-]+=[^\"\\s]")
                        .doesNotContainPattern("\\son[a-z]+=")
                        .doesNotContain("<script>", "='");
                assertThat(text).as(template.toString()).doesNotContain("javascript:");
            }
        }
    }

    @Test
    void templates_useTheHelperForHtmlOnMarkupOfOursOnly() throws IOException {
        var used = new TreeSet<String>();
        for (var template : files(TEMPLATES, ".hbs")) {
            Pattern.compile("\\{\\{\\s*html ([^}]+)}}")
                    .matcher(Files.readString(template))
                    .results()
                    .forEach(each -> used.add(each.group(1).strip()));
        }
        assertThat(used).isSubsetOf("html");
    }

    @Test
    void nodes_allowWhatTheWidgetAllows() throws IOException {
        var widget = Files.readString(Path.of("widget-js/src/build.ts"));
        for (var tag : list(widget, "elements")) {
            var known = tag.equals("option") || tag.equals("hr") || tag.equals("br");
            var html =
                    switch (tag) {
                        case "li" -> "<ul><li>x</li></ul>";
                        case "option" -> "<select><option>x</option></select>";
                        case "table", "caption", "thead", "tbody", "tr", "th", "td" ->
                            "<table><caption>x</caption><thead>"
                                    + "<tr><th>x</th></tr></thead><tbody><tr><td>x</td></tr></tbody></table>";
                        default -> known ? "<" + tag + ">" : "<" + tag + ">x</" + tag + ">";
                    };
            assertThat(DomNodes.of(html).toString()).as(tag).contains(tag);
        }
        for (var name : list(widget, "attributes")) {
            var value = name.equals("href") || name.equals("action") ? "#x" : "x";
            assertThat(DomNodes.of("<p " + name + "=\"" + value + "\">x</p>").toString())
                    .as(name)
                    .contains(name + "=" + value);
        }
        var java = Files.readString(Path.of("src/main/java/dev/palabre/template/DomNodes.java"));
        assertThat(javaList(java, "ELEMENTS")).isEqualTo(list(widget, "elements"));
        var attributes = javaList(java, "ATTRIBUTES");
        attributes.remove("viewbox");
        attributes.removeAll(Set.of("href", "action"));
        var theirs = list(widget, "attributes");
        theirs.removeAll(Set.of("href", "action"));
        assertThat(attributes).isEqualTo(theirs);
    }

    @Test
    void nodes_leaveOutWhatCouldRunOrLoad() {
        var html = "<p onclick=\"x()\" style=\"x\" class=\"a\">b<script>x()</script><img src=\"x\"><iframe></iframe>"
                + "<a href=\"javascript:x()\">c</a><a href=\"JavaScript:x()\">d</a><a href=\"//evil.example\">e</a>"
                + "<a href=\"data:text/html,x\">f</a><svg onload=\"x()\"><use href=\"#a\"></use></svg></p>"
                + "<template><b>x</b></template><object></object><base href=\"https://evil.example\"><math></math>";
        assertThat(DomNodes.of(html).toString())
                .isEqualTo("[[p, {class=a}, b, [a, c], [a, d], [a, e], [a, f], [svg]]]");
    }

    @Test
    void nodes_haveADepthThatEnds() {
        var deep = "<div>".repeat(200) + "x" + "</div>".repeat(200);
        assertThat(DomNodes.of(deep).toString().split("div", -1)).hasSize(65);
    }

    @Test
    void nodes_keepTheLinesOfWhatWasTyped() {
        assertThat(DomNodes.of("<textarea>a\n\n  b</textarea>").toString()).isEqualTo("[[textarea, a\n\n  b]]");
    }

    private static Set<String> list(String source, String name) {
        var begin = source.indexOf("const " + name + " = new Set(");
        var end = source.indexOf(".split(", begin);
        return Pattern.compile("\"([^\"]*)\"")
                .matcher(source.substring(begin, end))
                .results()
                .map(each -> each.group(1))
                .flatMap(words -> Arrays.stream(words.strip().split(" ", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> javaList(String source, String name) {
        var begin = source.indexOf(name + " = Set.of(");
        return Pattern.compile("\"([^\"]*)\"")
                .matcher(source.substring(begin, source.indexOf(";", begin)))
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> placeholders(String sentence) {
        return Pattern.compile("\\{[^}]*}")
                .matcher(sentence)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }
}
