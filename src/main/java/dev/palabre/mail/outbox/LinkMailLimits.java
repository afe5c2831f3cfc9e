package dev.palabre.mail.outbox;

import dev.palabre.crypto.KeyRing;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RateLimit.Rate;
import java.util.Base64;
import java.util.Locale;

/**
 * How many mails with a link people may have sent to an address, on a site and by this server, whoever asks: a form must not
 * be a way to flood a stranger. In memory, on each node for itself; of addresses it remembers keyed digests.
 */
public final class LinkMailLimits {
    private final KeyRing keys;
    private final RateLimit perAddress;
    private final RateLimit perSite;
    private final RateLimit perServer;

    /** Three rates, all of which hold. */
    public LinkMailLimits(KeyRing keys, Rate perAddress, Rate perSite, Rate perServer) {
        this.keys = keys;
        this.perAddress = new RateLimit(perAddress);
        this.perSite = new RateLimit(perSite);
        this.perServer = new RateLimit(perServer);
    }

    /** Counts a mail to an address; false where there were enough. */
    public boolean take(int siteId, String email) {
        return seconds(siteId, email) == 0;
    }

    /** Counts a mail to an address: 0 when it may leave, else the seconds until one may. */
    public int seconds(int siteId, String email) {
        var digest = keys.digest("mail.rates", siteId + " " + email.toLowerCase(Locale.ROOT));
        var address = perAddress.take(Base64.getEncoder().encodeToString(digest));
        var site = address > 0 ? address : perSite.take(String.valueOf(siteId));
        return site > 0 ? site : perServer.take("");
    }
}
