package dev.palabre.privacy.selfservice;

import dev.palabre.crypto.UuidV7;
import dev.palabre.http.PublicUrl;
import dev.palabre.privacy.selfservice.MailedLinks.Link;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.Optional;

/**
 * Half an hour in which somebody is known to read an address's mails: a signed cookie, set by the click on the button that a
 * mailed link leads to, and by nothing before. It opens one address on one site, and nothing once that is erased.
 */
final class AuthorSession {
    private static final String PURPOSE = "session";
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final MailedLinks mailed;
    private final boolean secure;

    AuthorSession(MailedLinks mailed, PublicUrl links) {
        this.mailed = mailed;
        this.secure = links.secure();
    }

    /** The {@code Set-Cookie} that begins it. */
    String begin(Link link) {
        var token = mailed.issue(PURPOSE, UuidV7.next(), link.siteId(), link.addressId(), link.addressId(), LIFE);
        return cookie(token).setMaxAge(LIFE.toSeconds()).encode();
    }

    /** The {@code Set-Cookie} that ends it. */
    String end() {
        return cookie("").setMaxAge(0).encode();
    }

    /** Ends it on the server too, so that a copy of the cookie opens nothing. */
    Future<Void> revoke(RoutingContext ctx, Site site) {
        return link(ctx, site).map(mailed::end).orElseGet(Future::succeededFuture);
    }

    /** Whether it was ended before its time. */
    Future<Boolean> isRevoked(SqlClient client, Link link) {
        return mailed.isUsed(client, link);
    }

    /** What its cookie says; empty where there is none on this site. */
    Optional<Link> link(RoutingContext ctx, Site site) {
        var cookie = ctx.request().getCookie(name());
        return cookie == null
                ? Optional.empty()
                : mailed.read(PURPOSE, cookie.getValue()).filter(link -> link.siteId() == site.id());
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(name(), value)
                .setPath("/")
                .setSecure(secure)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT);
    }

    private String name() {
        return secure ? "__Host-palabre-mine" : "palabre_mine";
    }
}
