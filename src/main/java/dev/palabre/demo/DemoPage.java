package dev.palabre.demo;

import io.vertx.core.buffer.Buffer;

/** Finished bytes and what they are. */
record DemoPage(String type, Buffer bytes) {

    /** A page of HTML. */
    static DemoPage html(String text) {
        return new DemoPage("text/html; charset=utf-8", Buffer.buffer(text));
    }

    /** A style sheet, a script or a drawing, by the end of its name. */
    static DemoPage asset(String name, String text) {
        return new DemoPage(type(name), Buffer.buffer(text));
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("No media type for " + name);
        };
    }
}
