package dev.palabre.widget;

import dev.palabre.http.CachedResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Serves the widget and the style sheets from memory. Parts of the widget have a digest in their name: a request for the
 * digest of another build, by a cached script or behind a proxy during a rolling upgrade, gets the present part uncached.
 */
public final class AssetRoutes {
    private static final String SHORTLY = "public, max-age=300, stale-while-revalidate=86400";
    private static final String NO_STORE = "no-store";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLES = "text/css; charset=utf-8";

    private static final Pattern PART = Pattern.compile("([a-z]+)\\.[0-9a-f]{8}\\.js");

    /** Names of parts in earlier builds, which cached scripts still request. */
    private static final Map<String, String> FORMER_NAMES = Map.of("more", "extras", "foreign", "compat");

    private AssetRoutes() {}

    /** Adds the routes. */
    public static void mount(Router router) {
        serve(router, "/palabre.js", load("/widget/palabre.js", SCRIPT, SHORTLY));
        var current = loadParts(UnaryOperator.identity(), CachedResponse.IMMUTABLE);
        var uncached = loadParts(AssetRoutes::partName, NO_STORE);
        router.get("/consent-:part").handler(ctx -> sendPart(ctx, current, uncached));
        serve(router, "/assets/comments.css", load("/widget/comments.css", STYLES, SHORTLY));
        serve(router, "/assets/page.css", load("/pages/page.css", STYLES, SHORTLY));
        serve(router, "/assets/consent.css", load("/pages/consent.css", STYLES, SHORTLY));
    }

    /** SHA-256 of the widget with all its parts as they are served, in hexadecimal: which code it was that asked for consent. */
    public static String digest() {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(bytes("/widget/palabre.js"));
            parts().forEach(part -> sha.update(bytes("/widget/" + part)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void serve(Router router, String path, CachedResponse page) {
        router.get(path).handler(ctx -> send(ctx, page));
    }

    private static void sendPart(
            RoutingContext ctx, Map<String, CachedResponse> current, Map<String, CachedResponse> uncached) {
        var file = ctx.pathParam("part");
        var page = current.getOrDefault(file, uncached.get(partName(file)));
        if (page == null) {
            ctx.next();
        } else {
            send(ctx, page);
        }
    }

    private static Map<String, CachedResponse> loadParts(UnaryOperator<String> key, String cacheControl) {
        return parts().stream()
                .collect(Collectors.toMap(
                        part -> key.apply(fileName(part)), part -> load("/widget/" + part, SCRIPT, cacheControl)));
    }

    /** The file name of a part without the prefix that all parts have. */
    private static String fileName(String part) {
        return part.replaceFirst("^consent-", "");
    }

    /** The present name of the part that a file name of any build stands for; empty if it is not the name of a part. */
    private static String partName(String file) {
        var matcher = PART.matcher(file);
        return matcher.matches() ? FORMER_NAMES.getOrDefault(matcher.group(1), matcher.group(1)) : "";
    }

    private static void send(RoutingContext ctx, CachedResponse page) {
        // Any page may embed the widget; browsers with isolation ask for this.
        ctx.response().putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        ctx.response().putHeader("Access-Control-Allow-Origin", "*");
        page.send(ctx.request());
    }

    /** Files that the widget loads when it needs them; the build lists them. */
    private static List<String> parts() {
        return new String(bytes("/widget/parts.txt"), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static CachedResponse load(String resource, String type, String cacheControl) {
        return CachedResponse.of(type, cacheControl, Buffer.buffer(bytes(resource)));
    }

    private static byte[] bytes(String resource) {
        try (var in = AssetRoutes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not built: " + resource + "; run: mvn package");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
