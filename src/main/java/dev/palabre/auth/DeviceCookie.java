package dev.palabre.auth;

import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.JwtTokens.Token;
import dev.palabre.crypto.UuidV7;
import dev.palabre.http.PublicUrl;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A signed cookie that says that this browser signed in to an account before. It proves nothing but that, and gives the
 * browser a limit of its own for wrong passwords. It names the account by a digest.
 */
final class DeviceCookie {
    private static final String PURPOSE = "device";
    private static final Duration KEPT = Duration.ofDays(180);

    private final JwtTokens tokens;
    private final boolean secure;

    DeviceCookie(JwtTokens tokens, PublicUrl links) {
        this.tokens = tokens;
        this.secure = links.secure();
    }

    /** The id of the device if it signed in to this account before, else null. */
    @Nullable
    String read(RoutingContext ctx, String email) {
        var cookie = ctx.request().getCookie(name());
        return cookie == null
                ? null
                : tokens.read(PURPOSE, cookie.getValue())
                        .filter(token -> token.subject().equals(SignInThrottle.digest(email)))
                        .map(token -> token.id().toString())
                        .orElse(null);
    }

    /** Whether the browser sends such a cookie, good or not. */
    boolean isSent(RoutingContext ctx) {
        return ctx.request().getCookie(name()) != null;
    }

    /** The {@code Set-Cookie} for a browser that signed in. */
    String keep(String email) {
        var expiresAt = Clock.systemUTC().instant().plus(KEPT);
        var text = tokens.issue(PURPOSE, new Token(UuidV7.next(), SignInThrottle.digest(email), expiresAt));
        return Cookie.cookie(name(), text)
                .setPath("/")
                .setMaxAge(KEPT.toSeconds())
                .setSecure(secure)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .encode();
    }

    private String name() {
        return secure ? "__Host-palabre-device" : "palabre_device";
    }
}
