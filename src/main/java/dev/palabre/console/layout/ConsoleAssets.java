package dev.palabre.console.layout;

import dev.palabre.http.CachedResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The style sheet and the script of the console, from memory, by their exact paths. */
public final class ConsoleAssets {
    private ConsoleAssets() {}

    public static void mount(Router router) {
        serve(router, "/assets/console.css", "console.css", "text/css; charset=utf-8");
        serve(router, "/assets/console.js", "console.js", "text/javascript; charset=utf-8");
    }

    private static void serve(Router router, String path, String file, String type) {
        var page = CachedResponse.of(type, CachedResponse.REVALIDATE, load("/console/" + file));
        router.get(path).handler(ctx -> page.send(ctx.request()));
    }

    private static Buffer load(String resource) {
        try (var in = ConsoleAssets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + resource);
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
