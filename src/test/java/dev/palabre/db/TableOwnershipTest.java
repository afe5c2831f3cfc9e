package dev.palabre.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Reads the SQL in the sources: each table is written by the stores of one package, and read by others only where this test
 * says why. ArchUnit sees Java imports; a table name in a text block is a dependency too.
 */
final class TableOwnershipTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final String ROOT = "dev.palabre.";

    /** Which package reads a table of another one, and why. */
    private static final Map<String, String> READS = Map.ofEntries(
            Map.entry("address reads comments", "an address is deleted when nothing refers to it"),
            Map.entry("address reads follows", "an address is deleted when nothing refers to it"),
            Map.entry("address reads outbox", "an address that is mailed is not idle"),
            Map.entry("address reads requests", "an address is deleted when nothing refers to it"),
            Map.entry("comment.model reads addresses", "a comment shows and is found by the address of its author"),
            Map.entry(
                    "comment.model reads follows",
                    "a page is forgotten when it has neither comments nor subscriptions"),
            Map.entry(
                    "consent.policy reads consent_events", "the policy versions of a visitor are those they chose on"),
            Map.entry("db reads sites", "cleanup goes through one site after the other"),
            Map.entry(
                    "mail.outbox reads addresses", "messages are inserted for addresses that exist; bounces name them"),
            Map.entry("moderation reads moderators", "the audit log names who decided"),
            Map.entry("privacy.datarequest reads addresses", "a request is answered to its author's address"),
            Map.entry("privacy.selfservice reads comments", "response times come from comments and their decisions"),
            Map.entry("privacy.selfservice reads decisions", "response times come from comments and their decisions"),
            Map.entry("subscription reads addresses", "stopped and bounced addresses are not mailed"),
            Map.entry("subscription reads comments", "digests and fan-outs are about published comments"),
            Map.entry("subscription reads outbox", "a subscriber whose last digest waits gets no second one"),
            Map.entry("subscription reads threads", "a subscription shows its page"));

    /** Packages that read every table of a site. */
    private static final Set<String> READ_ALL = Set.of("transfer.exporter");

    /** A migration changes rows of any table; it runs once, before the stores. */
    private static final Set<String> MIGRATION_CLASSES = Set.of("CanonicalEmailMigration");

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");
    private static final Pattern STRING =
            Pattern.compile("\"\"\"\\n(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);
    private static final Pattern WRITE = Pattern.compile("\\b(?:INSERT INTO|UPDATE|DELETE FROM)\\s+(\\w+)");
    private static final Pattern READ = Pattern.compile("\\b(?<!DELETE )(?:FROM|JOIN|USING)\\s+(\\w+)");

    @Test
    void tables_areWrittenByOnePackage() throws IOException {
        var writers = writers();
        assertThat(writers.keySet())
                .as("tables of the schema that somebody writes")
                .isEqualTo(tables());
        writers.values().removeIf(packages -> packages.size() == 1);
        assertThat(writers).isEmpty();
    }

    @Test
    void tables_areReadByOtherPackagesForAReason() throws IOException {
        var writers = writers();
        var reads = new TreeSet<String>();
        accesses(READ).forEach((table, packages) -> packages.stream()
                .filter(reader -> !READ_ALL.contains(reader))
                .filter(reader -> !writers.getOrDefault(table, Set.of()).contains(reader))
                .forEach(reader -> reads.add(reader + " reads " + table)));
        assertThat(reads).isEqualTo(new TreeSet<>(READS.keySet()));
    }

    private static Map<String, Set<String>> writers() throws IOException {
        return accesses(WRITE);
    }

    /** Packages by the tables that their SQL names in this way. */
    private static Map<String, Set<String>> accesses(Pattern pattern) throws IOException {
        var tables = tables();
        var found = new TreeMap<String, Set<String>>();
        for (var file : files(SOURCES, ".java")) {
            if (!MIGRATION_CLASSES.contains(file.getFileName().toString().replace(".java", ""))) {
                STRING.matcher(Files.readString(file))
                        .results()
                        .map(string -> string.group(1) == null ? string.group(2) : string.group(1))
                        .flatMap(sql -> pattern.matcher(sql).results().map(match -> match.group(1)))
                        .filter(tables::contains)
                        .forEach(table -> found.computeIfAbsent(table, none -> new TreeSet<>())
                                .add(packageOf(file)));
            }
        }
        return found;
    }

    private static Set<String> tables() throws IOException {
        return files(MIGRATIONS, ".sql").stream()
                .flatMap(file -> TABLE.matcher(read(file)).results().map(match -> match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String packageOf(Path file) {
        var name = SOURCES.relativize(file.getParent()).toString().replace('/', '.') + ".";
        return name.substring(ROOT.length(), name.length() - 1);
    }
}
