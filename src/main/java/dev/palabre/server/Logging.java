package dev.palabre.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Logs go to stderr, a line each: what needs somebody's attention, and the access log where it is asked for. */
public final class Logging {
    private Logging() {}

    /**
     * Configures java.util.logging, unless the operator did so with {@code java.util.logging.config.file}; bounds it in both
     * cases, but for handlers with a filter of their own.
     */
    public static void configure() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            read();
        }
        var limit = new LogLimit();
        for (var handler : Logger.getLogger("").getHandlers()) {
            if (handler.getFilter() == null) {
                handler.setFilter(limit);
            }
        }
    }

    private static void read() {
        try (var settings = Logging.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
