package dev.palabre.server;

import dev.palabre.config.Option;
import io.vertx.core.Future;
import java.io.IOException;

/** Ports that were chosen by an option: where one cannot be listened on, a sentence names both. */
public final class Ports {
    private Ports() {}

    /** The same future, with a sentence for the operator where the port cannot be had. */
    public static <T> Future<T> named(Future<T> bound, int port, String option) {
        return bound.recover(failure -> Future.failedFuture(
                failure instanceof IOException
                        ? new IllegalStateException(
                                "Port " + port + " cannot be listened on (" + failure.getMessage()
                                        + "): end what uses it, or choose another with " + option,
                                failure)
                        : failure));
    }

    /** The name of a server's option in such a sentence. */
    static String option(Option option) {
        return "--" + option.argument() + " or " + option.variable();
    }
}
