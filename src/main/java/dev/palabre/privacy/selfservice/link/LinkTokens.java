package dev.palabre.privacy.selfservice.link;

import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.JwtTokens.Token;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Writes links as signed tokens, and reads them. */
final class LinkTokens {
    private static final Pattern SUBJECT = Pattern.compile("(\\d{1,9}) ([0-9a-f-]{36}) ([0-9a-f-]{36})");

    private final JwtTokens tokens;

    LinkTokens(JwtTokens tokens) {
        this.tokens = tokens;
    }

    /** The token of a link, for one purpose. */
    String issue(String purpose, Link link) {
        var subject = link.siteId() + " " + link.subjectId() + " " + link.addressId();
        return tokens.issue(audience(purpose), new Token(link.id(), subject, link.expiresAt()));
    }

    /** The link of a token for this purpose that has not expired; empty for any other text. */
    Optional<Link> read(String purpose, String text) {
        return tokens.read(audience(purpose), text).flatMap(LinkTokens::link);
    }

    private static Optional<Link> link(Token token) {
        var parts = SUBJECT.matcher(token.subject());
        return parts.matches()
                ? Optional.of(new Link(
                        Integer.parseInt(parts.group(1)),
                        token.id(),
                        UUID.fromString(parts.group(2)),
                        UUID.fromString(parts.group(3)),
                        token.expiresAt()))
                : Optional.empty();
    }

    private static String audience(String purpose) {
        return "author." + purpose;
    }
}
