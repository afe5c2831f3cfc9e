package dev.palabre.auth;

import dev.palabre.http.PublicUrl;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that holds a session. Over TLS its name starts with {@code __Host-}, so that browsers let nobody but this
 * very host set it; the plain one is for a server on one's own machine.
 */
final class SessionCookie {
    private final boolean secure;

    SessionCookie(PublicUrl links) {
        secure = links.secure();
    }

    /** What the browser brought, null if nothing. */
    @Nullable
    String read(RoutingContext ctx) {
        var cookie = ctx.request().getCookie(name());
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    /** The {@code Set-Cookie} that keeps a token until the browser closes. */
    String keep(String token) {
        return cookie(token).encode();
    }

    /** The {@code Set-Cookie} that drops it. */
    String drop() {
        return cookie("").setMaxAge(0).encode();
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(name(), value)
                .setPath("/")
                .setSecure(secure)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX);
    }

    private String name() {
        return secure ? "__Host-palabre" : "palabre_session";
    }
}
