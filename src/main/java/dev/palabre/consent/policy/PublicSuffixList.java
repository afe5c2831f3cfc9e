package dev.palabre.consent.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The public suffix list: below which names anybody may register one (<a href="https://publicsuffix.org/list/">its
 * rules</a>). Read when it is first asked.
 */
public final class PublicSuffixList {
    private static final String RESOURCE = "/public-suffix-list.txt";

    private final Set<String> rules;

    private static final class Bundled {
        private static final PublicSuffixList LIST = new PublicSuffixList(lines().stream());
    }

    /** A list of rules, one a line; empty lines and those that begin with {@code #} or {@code //} say nothing. */
    PublicSuffixList(Stream<String> lines) {
        var found = new HashSet<String>();
        lines.map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("//"))
                .forEach(found::add);
        this.rules = Set.copyOf(found);
    }

    /** The list that comes with this version. */
    public static PublicSuffixList bundled() {
        return Bundled.LIST;
    }

    /**
     * The name right below the public suffix: {@code example.co.uk} for {@code www.example.co.uk}. Empty for a public suffix
     * itself. A suffix that no rule knows is its last label.
     *
     * @param name labels in ASCII lower case with dots between them
     */
    public Optional<String> registrable(String name) {
        var labels = List.of(name.split("\\.", -1));
        var own = labels.size() - suffix(labels) - 1;
        return own < 0 ? Optional.empty() : Optional.of(from(labels, own));
    }

    /** How many labels the suffix has: an exception first, then the longest rule, then one. */
    private int suffix(List<String> labels) {
        var count = labels.size();
        for (int i = 0; i < count; i++) {
            if (rules.contains("!" + from(labels, i))) {
                return count - i - 1;
            }
        }
        for (int i = 0; i < count; i++) {
            if (rules.contains(from(labels, i)) || (i + 1 < count && rules.contains("*." + from(labels, i + 1)))) {
                return count - i;
            }
        }
        return 1;
    }

    private static String from(List<String> labels, int first) {
        return String.join(".", labels.subList(first, labels.size()));
    }

    private static List<String> lines() {
        try (var in = PublicSuffixList.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
