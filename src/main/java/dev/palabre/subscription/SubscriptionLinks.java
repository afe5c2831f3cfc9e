package dev.palabre.subscription;

import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.JwtTokens.Token;
import dev.palabre.crypto.UuidV7;
import dev.palabre.http.PublicUrl;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The links of these mails: signed, each for one purpose and one follower. They may be opened as often as one likes. */
final class SubscriptionLinks {
    /** How long a request waits for its click. */
    static final Duration ASKED = Duration.ofDays(7);

    /** Mails are kept for years, and their way out has to stay open. */
    private static final Duration ENDING = Duration.ofDays(1_825);

    private static final Pattern SUBJECT = Pattern.compile("(\\d{1,9}) ([0-9a-f-]{36}) ([0-9a-f-]{36})");

    private final JwtTokens tokens;
    private final Clock clock;
    private final PublicUrl links;

    /** What a link is for. */
    public enum Purpose {
        /** Shows what will be told, and takes the click that begins it. */
        CONFIRM("confirm"),
        /** Ends one page. */
        STOP("stop"),
        /** Ends all that is told daily. */
        DIGEST("digest");

        private final String wire;

        Purpose(String wire) {
            this.wire = wire;
        }

        /** The name in addresses. */
        String wire() {
            return wire;
        }
    }

    /**
     * What a link says.
     *
     * @param siteId its site
     * @param followId what it is about; the address again where it is about all that is told daily
     * @param addressId whose it is
     */
    record Link(int siteId, UUID followId, UUID addressId) {}

    SubscriptionLinks(JwtTokens tokens, Clock clock, PublicUrl links) {
        this.tokens = tokens;
        this.clock = clock;
        this.links = links;
    }

    /** The address of a link that works from now on. */
    String to(Purpose purpose, int siteId, UUID followId, UUID addressId) {
        var life = purpose == Purpose.CONFIRM ? ASKED : ENDING;
        var token = tokens.issue(
                audience(purpose),
                new Token(
                        UuidV7.next(),
                        siteId + " " + followId + " " + addressId,
                        clock.instant().plus(life)));
        return path(purpose, token);
    }

    /** The address of a link that somebody opened. */
    String path(Purpose purpose, String token) {
        return links.to("/follow/" + purpose.wire() + "/" + token);
    }

    /**
     * What a text says that is a link of this purpose.
     *
     * @throws Problem 410 {@code link_over} for anything else, and for a link that is too old
     */
    Link require(Purpose purpose, String text) {
        return tokens.read(audience(purpose), text)
                .flatMap(SubscriptionLinks::parse)
                .orElseThrow(SubscriptionLinks::over);
    }

    static Problem over() {
        return Problem.of(Kind.GONE, "link_over");
    }

    private static Optional<Link> parse(Token token) {
        var parts = SUBJECT.matcher(token.subject());
        return parts.matches()
                ? Optional.of(new Link(
                        Integer.parseInt(parts.group(1)),
                        UUID.fromString(parts.group(2)),
                        UUID.fromString(parts.group(3))))
                : Optional.empty();
    }

    private static String audience(Purpose purpose) {
        return "follow." + purpose.wire();
    }
}
