package dev.palabre.mail.outbox;

import dev.palabre.address.EmailAddress;
import dev.palabre.crypto.KeyRing;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RateLimit.Rate;
import java.util.Base64;
import java.util.stream.IntStream;

/**
 * Limits of requested mails with a link: a form must not be a way to flood a stranger. In memory, per node; addresses are
 * remembered as keyed digests.
 *
 * <p>Requests count for the mailbox that they name, whether or not it is known here, so that the answer does not reveal it. Only mails
 * that are queued count for their domain, the site and the server. Mails to unverified addresses of
 * the comment form take at most two thirds of a site's and of the server's limit: the rest is for known addresses.
 */
public final class LinkMailLimits {
    private static final double FOR_STRANGERS = 2 / 3.0;

    private final KeyRing keys;
    private final RateLimit perMailbox;
    private final RateLimit perDomain;
    private final RateLimit perNetwork;
    private final RateLimit perSite;
    private final RateLimit perServer;
    private final RateLimit strangersPerSite;
    private final RateLimit strangersPerServer;

    /**
     * Limits of mails with a link.
     *
     * @param mailbox to one mailbox of a site's readers
     * @param domain to all mailboxes of one domain, on a site
     * @param network to addresses that one network typed into the form of comments
     * @param site on one site
     * @param server by this server
     */
    public record Limits(Rate mailbox, Rate domain, Rate network, Rate site, Rate server) {}

    /** These limits, all of which hold. */
    public LinkMailLimits(KeyRing keys, Limits limits) {
        this.keys = keys;
        this.perMailbox = new RateLimit(limits.mailbox());
        this.perDomain = new RateLimit(limits.domain());
        this.perNetwork = new RateLimit(limits.network());
        this.perSite = new RateLimit(limits.site());
        this.perServer = new RateLimit(limits.server());
        this.strangersPerSite = new RateLimit(share(limits.site()));
        this.strangersPerServer = new RateLimit(share(limits.server()));
    }

    /** Limits of a mailbox, a site and the server alone. */
    public LinkMailLimits(KeyRing keys, Rate perMailbox, Rate perSite, Rate perServer) {
        this(keys, new Limits(perMailbox, Rate.parse("0"), Rate.parse("0"), perSite, perServer));
    }

    /**
     * Counts a request for a mail to an address, before it is looked up: 0 when one may be sent, else the seconds
     * until one may. Queued mails are counted by {@link #wrote}.
     */
    public int request(int siteId, String email) {
        var canonical = EmailAddress.canonical(email);
        var wait = max(
                perServer.secondsUntil(""),
                perSite.secondsUntil(site(siteId)),
                perDomain.secondsUntil(domain(siteId, canonical)));
        return wait > 0 ? wait : perMailbox.take(mailbox(siteId, canonical));
    }

    /**
     * The same for an address that a visitor typed into the form of comments and that nobody has confirmed.
     *
     * @param network where the visitor comes from
     */
    public int requestByStranger(int siteId, String email, String network) {
        var wait = max(
                strangersPerServer.secondsUntil(""),
                strangersPerSite.secondsUntil(site(siteId)),
                perNetwork.secondsUntil(network),
                perMailbox.secondsUntil(mailbox(siteId, EmailAddress.canonical(email))));
        var asked = wait > 0 ? wait : request(siteId, email);
        return asked > 0 ? asked : perNetwork.take(network);
    }

    /** Counts a queued mail. */
    public void wrote(int siteId, String email) {
        perDomain.take(domain(siteId, EmailAddress.canonical(email)));
        perSite.take(site(siteId));
        perServer.take("");
    }

    /** Counts a queued mail to an unverified address. */
    public void wroteForStranger(int siteId, String email) {
        wrote(siteId, email);
        strangersPerSite.take(site(siteId));
        strangersPerServer.take("");
    }

    /** The address without what lets one mailbox have many: tags, and dots, which large providers do not see. */
    static String mailboxOf(String canonical) {
        var at = canonical.indexOf('@');
        if (at < 0) {
            return canonical;
        }
        var local = canonical.substring(0, at);
        var plus = local.indexOf('+');
        var untagged = plus > 0 ? local.substring(0, plus) : local;
        return untagged.replace(".", "") + canonical.substring(at);
    }

    private String mailbox(int siteId, String canonical) {
        return digest("mail.rates", siteId + " " + mailboxOf(canonical));
    }

    private String domain(int siteId, String canonical) {
        return digest("mail.rates.domain", siteId + " " + canonical.substring(canonical.indexOf('@') + 1));
    }

    private String digest(String purpose, String text) {
        return Base64.getEncoder().encodeToString(keys.digest(purpose, text));
    }

    private static String site(int siteId) {
        return String.valueOf(siteId);
    }

    private static int max(int... seconds) {
        return IntStream.of(seconds).max().orElse(0);
    }

    private static Rate share(Rate rate) {
        return rate.count() == 0 ? rate : new Rate(Math.max(1, (int) (rate.count() * FOR_STRANGERS)), rate.period());
    }
}
