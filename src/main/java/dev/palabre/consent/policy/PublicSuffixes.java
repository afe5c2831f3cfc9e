package dev.palabre.consent.policy;

import com.google.common.net.InternetDomainName;
import java.util.Locale;
import java.util.Optional;

/** Where one site's names end and everybody's begin, by the public suffix list: the domain that a cookie may be set for. */
public final class PublicSuffixes {
    private PublicSuffixes() {}

    /**
     * The domain that somebody registered: {@code example.co.uk} for {@code www.example.co.uk}. Empty for an address, for a
     * name of one label and for a public suffix itself. A suffix that the list does not know is its last label, as the list's
     * own rule says.
     */
    public static Optional<String> registrable(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        if (!InternetDomainName.isValid(name) || name.matches("[0-9.]+")) {
            return Optional.empty();
        }
        var domain = InternetDomainName.from(name);
        if (domain.isUnderPublicSuffix()) {
            return Optional.of(domain.topPrivateDomain().toString());
        }
        var labels = domain.parts();
        return domain.hasPublicSuffix() || labels.size() < 2
                ? Optional.empty()
                : Optional.of(String.join(".", labels.subList(labels.size() - 2, labels.size())));
    }
}
