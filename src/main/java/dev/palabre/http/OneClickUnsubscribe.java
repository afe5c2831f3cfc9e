package dev.palabre.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a mail client posts when its reader clicks on its own "unsubscribe" (RFC 8058): from nowhere, without cookies, as a
 * form of either kind. Whoever posts this holds the link, and nothing else counts.
 */
public final class OneClickUnsubscribe {
    private static final String FORM = "List-Unsubscribe=One-Click";
    private static final int LONGEST = 1_000;

    /** As a form of several parts, with whatever the client says of the part. */
    private static final Pattern PARTS = Pattern.compile(
            "--[^\\r\\n]+\\r?\\n(?i:content-disposition):[^\\r\\n]*name=\"?List-Unsubscribe\"?[^\\r\\n]*\\r?\\n"
                    + "(?:[^\\r\\n]+\\r?\\n)*\\r?\\nOne-Click\\r?\\n--[^\\r\\n]+--\\s*");

    private OneClickUnsubscribe() {}

    /** Whether the request is such a click. */
    public static boolean isOne(RoutingContext ctx) {
        var body = RequestBody.raw(ctx);
        if (body.length() > LONGEST) {
            return false;
        }
        var text = body.toString(StandardCharsets.ISO_8859_1);
        return text.equals(FORM) || PARTS.matcher(text).matches();
    }

    /** Done; a mail client is led nowhere else. */
    public static Response done() {
        return Response.of(200, "text/plain; charset=utf-8", Buffer.buffer());
    }
}
