package dev.palabre.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of the forms that an answer has is the one that a client asks for (RFC 9110, section 12.5.1).
 *
 * <pre>{@code ContentNegotiation.pick("text/html;q=0.9, *" + "/*;q=0.1", "application/json", "text/html") → "text/html"}</pre>
 */
public final class ContentNegotiation {
    /** One range of the header: {@code *} stands for any type, or any subtype of a type. */
    private record Range(String type, String subtype, double weight) {
        static Range of(String text) {
            var parts = text.split(";", -1);
            var name = parts[0].strip().toLowerCase(Locale.ROOT);
            var slash = name.indexOf('/');
            return new Range(
                    slash < 0 ? name : name.substring(0, slash),
                    slash < 0 ? "" : name.substring(slash + 1),
                    Arrays.stream(parts)
                            .skip(1)
                            .map(parameter -> parameter.strip().toLowerCase(Locale.ROOT))
                            .filter(parameter -> parameter.startsWith("q="))
                            .findFirst()
                            .map(parameter -> weight(parameter.substring(2).strip()))
                            .orElse(1.0));
        }

        /** How closely this range names a form; 0 where it does not. */
        int closeness(String offeredType, String offeredSubtype) {
            if (type.equals("*") && subtype.equals("*")) {
                return 1;
            }
            if (!type.equals(offeredType)) {
                return 0;
            }
            return subtype.equals(offeredSubtype) ? 3 : subtype.equals("*") ? 2 : 0;
        }

        /** A weight that is none says nothing. */
        private static double weight(String text) {
            return text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 1.0;
        }
    }

    /** What the closest range says of a form. */
    private record Match(int closeness, double weight) {
        boolean beats(Match other) {
            return weight > other.weight() || (weight > 0 && weight == other.weight() && closeness > other.closeness());
        }
    }

    private ContentNegotiation() {}

    /**
     * The best of the offered forms: the one with the highest weight, of equals the one that is named more closely, of
     * those the first; the first too where the client says nothing or takes none of them.
     *
     * @param header value of {@code ContentNegotiation}
     * @param offered content types, the server's own choice first; their parameters do not count
     */
    public static String pick(@Nullable String header, String... offered) {
        if (header == null || header.isBlank()) {
            return offered[0];
        }
        var ranges = Arrays.stream(header.split(",", -1)).map(Range::of).toList();
        var best = offered[0];
        var most = new Match(0, 0.0);
        for (var form : offered) {
            var match = match(ranges, form);
            if (match.beats(most)) {
                best = form;
                most = match;
            }
        }
        return best;
    }

    private static Match match(List<Range> ranges, String form) {
        var bare = form.substring(0, form.indexOf(';') < 0 ? form.length() : form.indexOf(';'));
        var slash = bare.indexOf('/');
        var match = new Match(0, 0.0);
        for (var range : ranges) {
            var closeness = range.closeness(bare.substring(0, slash), bare.substring(slash + 1));
            if (closeness > match.closeness()) {
                match = new Match(closeness, range.weight());
            }
        }
        return match;
    }
}
