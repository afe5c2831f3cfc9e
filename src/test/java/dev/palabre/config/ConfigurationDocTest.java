package dev.palabre.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.site.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ConfigurationDocTest {
    private static final Path DOC = Path.of("docs/configuration.md");
    private static final String NONE = "–";

    @Test
    void options_areDocumentedWithTheirVariablesAndDefaults() throws IOException {
        var options = Arrays.stream(Option.values())
                .map(option -> row("`--" + option.argument() + "`", "`" + option.variable() + "`", byDefault(option)))
                .toList();

        assertThat(rows("| `--")).containsExactlyElementsOf(options);
    }

    @Test
    void secrets_areDocumentedWithTheVariablesOfTheirFiles() throws IOException {
        var files = Stream.of(Option.values()).filter(Option::secret).map(option -> "`" + option.variable() + "_FILE`");

        assertThat(Files.readString(DOC)).contains(files.toList());
    }

    @Test
    void settings_areDocumentedWithWhatTheyTake() throws IOException {
        var settings = Settings.NAMES.entrySet().stream()
                .map(setting -> row("`" + setting.getKey() + "`", setting.getValue()))
                .toList();
        var documented =
                rows("| `").stream().filter(row -> !row.startsWith("`--")).map(row -> first(row, 2));

        assertThat(documented).containsExactlyElementsOf(settings);
    }

    private static String byDefault(Option option) {
        var value = option.byDefault();
        return value == null || value.isEmpty() ? NONE : "`" + value + "`";
    }

    /** The rows of tables that start so, without their last column, which is for people. */
    private static List<String> rows(String start) throws IOException {
        return Files.readAllLines(DOC).stream()
                .filter(line -> line.startsWith(start))
                .map(line -> first(line.substring(2), 3))
                .toList();
    }

    private static String first(String row, int columns) {
        return Arrays.stream(row.split(" \\| ", -1)).limit(columns).collect(joining(" | "));
    }

    private static String row(String... cells) {
        return String.join(" | ", cells);
    }
}
