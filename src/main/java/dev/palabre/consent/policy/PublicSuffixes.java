package dev.palabre.consent.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where one site's names end and everybody's begin, by the public suffix list: the domain that a cookie may be set for. */
public final class PublicSuffixes {
    private static final int MAX = 253;

    /** Names of two labels and more, whose last is no number: that would be an address. */
    private static final Pattern NAME = Pattern.compile(
            "(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\.)+(?!\\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private PublicSuffixes() {}

    /**
     * The domain that somebody registered: {@code example.co.uk} for {@code www.example.co.uk}. Empty for an address, for a
     * name of one label and for a public suffix itself. A suffix that the list does not know is its last label, as the list's
     * own rule says.
     */
    public static Optional<String> registrable(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.length() <= MAX && NAME.matcher(name).matches()
                ? PublicSuffixList.bundled().registrable(name)
                : Optional.empty();
    }
}
