package dev.palabre.privacy.notice;

import dev.palabre.http.ClientAddresses;
import dev.palabre.http.RateLimit;
import dev.palabre.http.Voice;
import io.vertx.ext.web.Router;
import java.util.List;

/** Puts the room together: the pages of the notices. */
public final class NoticeModule {
    /** Templates that this room renders. */
    public static final List<String> TEMPLATES = List.of("page-notice", "page-notices");

    private final NoticeRoutes routes;

    /** A room over these notices. */
    public NoticeModule(Notices notices, Voice voice, ClientAddresses visitors, RateLimit reads) {
        routes = new NoticeRoutes(notices, voice, visitors, reads);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
    }

    /** Where a version of a site's notice stands, below the public address. */
    public static String path(String siteKey, String version, String lang) {
        return "/sites/" + siteKey + "/notice/" + version + "?lang=" + lang;
    }
}
