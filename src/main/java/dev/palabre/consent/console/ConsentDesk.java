package dev.palabre.consent.console;

import dev.palabre.consent.ConsentRoom;
import dev.palabre.kernel.http.Failures;
import dev.palabre.moderation.console.Chrome;
import dev.palabre.moderation.console.SiteGate;
import dev.palabre.signin.Authenticate;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.BiFunction;

/** Puts the pages about consent together. */
public final class ConsentDesk {
    /** Templates that they render. */
    public static final List<String> TEMPLATES = List.of(
            "console-consent-sites",
            "console-consent",
            "console-consent-publish",
            "console-consent-figures",
            "console-consent-leaks",
            "console-consent-proof");

    private final PolicyRoutes policies;
    private final WatchRoutes watched;

    /** What the pages need of the console. */
    public record Console(Authenticate authenticate, Chrome chrome, Failures failures) {}

    /** Pages over what this room keeps; {@code memory} tells in a language where the choices of a site are kept. */
    public ConsentDesk(ConsentRoom room, Sites sites, BiFunction<Site, String, String> memory, Console console) {
        var door = new SiteGate(sites, console.authenticate(), console.chrome());
        var views = new PolicyViews(console.chrome(), memory);
        policies = new PolicyRoutes(room.publications(), room.specimens(), door, views, console);
        watched = new WatchRoutes(room.watch(), door, console.chrome());
    }

    /** Adds the routes. */
    public void mount(Router router) {
        policies.mount(router);
        watched.mount(router);
    }
}
