package dev.palabre.privacy.selfservice;

import dev.palabre.crypto.UuidV7;
import dev.palabre.privacy.selfservice.link.Link;
import dev.palabre.privacy.selfservice.link.MailedLinks;
import dev.palabre.site.SiteRequest;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.Optional;

/**
 * Session of an author on a site, half an hour long: a signed cookie, set by the button on the page that a mailed link opens.
 * It gives access to one address on one site, and to nothing once that address is erased.
 */
final class AuthorSession {
    private static final String PURPOSE = "session";
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final MailedLinks mailed;
    private final boolean secure;

    AuthorSession(MailedLinks mailed, boolean secure) {
        this.mailed = mailed;
        this.secure = secure;
    }

    /** The {@code Set-Cookie} that starts a session. */
    String begin(Link link) {
        var token = mailed.issue(PURPOSE, UuidV7.next(), link.siteId(), link.addressId(), link.addressId(), LIFE);
        return cookie(token).setMaxAge(LIFE.toSeconds()).encode();
    }

    /** The {@code Set-Cookie} that ends it. */
    String end() {
        return cookie("").setMaxAge(0).encode();
    }

    /** Ends it on the server too, so that a copy of the cookie gives no access. */
    Future<Void> revoke(SiteRequest request) {
        return link(request).map(mailed::end).orElseGet(Future::succeededFuture);
    }

    /** Whether it was ended before its time. */
    Future<Boolean> isRevoked(SqlClient client, Link link) {
        return mailed.isUsed(client, link);
    }

    /** The content of the cookie; empty where there is none for this site, or an invalid one. */
    Optional<Link> link(SiteRequest request) {
        var cookie = request.cookie(name());
        return cookie == null
                ? Optional.empty()
                : mailed.read(PURPOSE, cookie)
                        .filter(link -> link.siteId() == request.site().id());
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
