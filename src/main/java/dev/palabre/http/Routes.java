package dev.palabre.http;

import io.vertx.ext.web.Router;

/** A group of routes, added to the router once at start. */
@FunctionalInterface
public interface Routes {
    /** Adds the routes. */
    void mount(Router router);
}
