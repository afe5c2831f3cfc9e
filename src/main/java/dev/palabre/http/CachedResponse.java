package dev.palabre.http;

import dev.palabre.crypto.Sha256;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Finished bytes that are the same for everybody: plain and gzip, each with a strong ETag, made once and sent as they
 * are.
 *
 * @param contentType as sent
 * @param cacheControl as sent
 * @param plain the bytes
 * @param gzip the same, compressed once
 * @param etag of the plain form, quoted
 * @param gzipEtag of the compressed form, quoted
 * @param plainLength in bytes, as sent
 * @param gzipLength in bytes, as sent
 */
public record CachedResponse(
        CharSequence contentType,
        CharSequence cacheControl,
        Buffer plain,
        Buffer gzip,
        CharSequence etag,
        CharSequence gzipEtag,
        CharSequence plainLength,
        CharSequence gzipLength) {
    /** Half the time of the default level, for a thread that is no longer. */
    private static final int LEVEL = 4;

    private static final Pattern REFUSED = Pattern.compile("gzip *; *q=0(?:\\.0*)?(?: *,.*| *)");
    private static final CharSequence VARY_ENCODING = HttpHeaders.createOptimized("Accept, Accept-Encoding");

    /** May be kept by anybody, but is to be asked for again each time: a change shows at once. */
    public static final String REVALIDATE = "public, max-age=0, must-revalidate";

    /** Never changes under its address. */
    public static final String IMMUTABLE = "public, max-age=31536000, immutable";

    /** Finishes bytes: compresses and digests them. Takes milliseconds, so it is done once a version. */
    public static CachedResponse of(String contentType, String cacheControl, Buffer plain) {
        var bytes = plain.getBytes();
        var gzip = compress(bytes);
        // Of the shorter form, which says as much.
        var digest = digest(gzip);
        return new CachedResponse(
                HttpHeaders.createOptimized(contentType),
                HttpHeaders.createOptimized(cacheControl),
                OffHeap.buffer(bytes),
                OffHeap.buffer(gzip),
                HttpHeaders.createOptimized('"' + digest + '"'),
                HttpHeaders.createOptimized('"' + digest + "-gz\""),
                HttpHeaders.createOptimized(String.valueOf(bytes.length)),
                HttpHeaders.createOptimized(String.valueOf(gzip.length)));
    }

    /** What keeping this page costs, in bytes. */
    public int weight() {
        return plain.length() + gzip.length() + 512;
    }

    /** Sends the page as one that may have changed since it was made: what it is made of cannot be read now (RFC 9211). */
    public void sendStale(HttpServerRequest request) {
        request.response().headers().set("Cache-Status", "palabre; hit; detail=stale");
        send(request);
    }

    /** Sends the form that the client takes, or 304 where it has that one already. */
    public void send(HttpServerRequest request) {
        var asked = request.headers();
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        var zipped = acceptsGzip(asked.get(HttpHeaders.ACCEPT_ENCODING));
        var tag = zipped ? gzipEtag : etag;
        var headers = response.headers();
        Vary.add(headers, VARY_ENCODING);
        headers.set(HttpHeaders.ETAG, tag);
        headers.set(HttpHeaders.CACHE_CONTROL, cacheControl);
        var known = asked.get(HttpHeaders.IF_NONE_MATCH);
        if (known != null && matches(known, tag.toString())) {
            response.setStatusCode(304).end();
            return;
        }
        headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        headers.set(HttpHeaders.CONTENT_LENGTH, zipped ? gzipLength : plainLength);
        if (zipped) {
            headers.set(HttpHeaders.CONTENT_ENCODING, HttpHeaderValues.GZIP);
        }
        response.end(zipped ? gzip : plain);
    }

    static boolean acceptsGzip(@org.jspecify.annotations.Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        var at = acceptEncoding.indexOf("gzip");
        return at >= 0
                && !REFUSED.matcher(acceptEncoding)
                        .region(at, acceptEncoding.length())
                        .matches();
    }

    private static boolean matches(String ifNoneMatch, String tag) {
        return ifNoneMatch.equals("*") || ifNoneMatch.contains(tag);
    }

    private static byte[] compress(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (var gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(LEVEL);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String digest(byte[] bytes) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(bytes))
                .substring(0, 22);
    }
}
