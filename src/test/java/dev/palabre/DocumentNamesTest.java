package dev.palabre;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names of classes and files that documents write in backticks exist in the source tree. */
final class DocumentNamesTest {
    private static final List<String> DOCUMENTS = List.of("docs/architecture.md", "docs/contributing.md");
    private static final List<Path> TREES =
            List.of(Path.of("src"), Path.of("docs"), Path.of("widget-js/src"), Path.of("widget-js/test"));

    /** Classes of libraries. */
    private static final Set<String> FOREIGN = Set.of("JsonObject");

    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CLASS = Pattern.compile("([A-Z]\\w*[a-z]\\w*)(\\.\\w+(\\(\\))?)?");
    private static final Pattern FILE = Pattern.compile("\\w[\\w.-]*\\.(java|ts|hbs|sql|properties|css)");
    private static final Pattern PATH = Pattern.compile("(src|docs|widget-js/(src|test|e2e))(/[\\w.-]+)+");

    @Test
    void classes_thatDocumentsNameExist() throws IOException {
        var known = files().stream()
                .filter(name -> name.endsWith(".java"))
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .collect(toSet());

        assertThat(named(CLASS, 1)).allSatisfy(name -> assertThat(known).contains(name));
    }

    @Test
    void files_thatDocumentsNameExist() throws IOException {
        assertThat(files()).containsAll(named(FILE, 0));
    }

    @Test
    void paths_thatDocumentsNameExist() throws IOException {
        assertThat(named(PATH, 0)).isNotEmpty().allSatisfy(path -> assertThat(Path.of(path))
                .exists());
    }

    /** What the documents name in backticks, outside fenced blocks, and looks like the pattern. */
    private static Set<String> named(Pattern pattern, int group) throws IOException {
        var names = new TreeSet<String>();
        for (var document : DOCUMENTS) {
            var text = Files.readString(Path.of(document)).replaceAll("(?s)```.*?```", "");
            CODE.matcher(text)
                    .results()
                    .map(code -> pattern.matcher(code.group(1)))
                    .filter(found -> found.matches())
                    .map(found -> found.group(group))
                    .forEach(names::add);
        }
        names.removeAll(FOREIGN);
        return names;
    }

    private static Set<String> files() throws IOException {
        var names = new TreeSet<String>();
        for (var tree : TREES) {
            try (Stream<Path> found = Files.walk(tree)) {
                found.filter(Files::isRegularFile)
                        .map(file -> file.getFileName().toString())
                        .forEach(names::add);
            }
        }
        return names;
    }
}
