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

/** Signed links in mails to subscribers, each for one purpose and one address; they may be used several times. */
final class SubscriptionLinks {
    /** Lifetime of a confirmation link. */
    static final Duration CONFIRM_LIFETIME = Duration.ofDays(7);

    /** Lifetime of an unsubscribe link: mails are kept for years. */
    private static final Duration STOP_LIFETIME = Duration.ofDays(1_825);

    private static final Pattern SUBJECT = Pattern.compile("(\\d{1,9}) ([0-9a-f-]{36}) ([0-9a-f-]{36})");

    private final JwtTokens tokens;
    private final Clock clock;
    private final PublicUrl publicUrl;

    /** What a link is for. */
    public enum Purpose {
        /** Confirms a subscription. */
        CONFIRM("confirm"),
        /** Ends the subscription to one page. */
        STOP("stop"),
        /** Ends all daily subscriptions. */
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
     * The content of a link.
     *
     * @param siteId its site
     * @param subscriptionId its subscription; the address again where it is about all daily subscriptions
     * @param addressId address of its subscriber
     */
    record Link(int siteId, UUID subscriptionId, UUID addressId) {}

    SubscriptionLinks(JwtTokens tokens, Clock clock, PublicUrl publicUrl) {
        this.tokens = tokens;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    /** The URL of a new link. */
    String to(Purpose purpose, int siteId, UUID subscriptionId, UUID addressId) {
        var life = purpose == Purpose.CONFIRM ? CONFIRM_LIFETIME : STOP_LIFETIME;
        var token = tokens.issue(
                audience(purpose),
                new Token(
                        UuidV7.next(),
                        siteId + " " + subscriptionId + " " + addressId,
                        clock.instant().plus(life)));
        return url(purpose, token);
    }

    /** The URL of a link that was opened. */
    String url(Purpose purpose, String token) {
        return publicUrl.to("/follow/" + purpose.wire() + "/" + token);
    }

    /**
     * Reads a link of this purpose.
     *
     * @throws Problem 410 {@code link_over} for anything else, and for a link that is too old
     */
    Link require(Purpose purpose, String text) {
        return tokens.read(audience(purpose), text)
                .flatMap(SubscriptionLinks::parse)
                .orElseThrow(SubscriptionLinks::expired);
    }

    static Problem expired() {
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
