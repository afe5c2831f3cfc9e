package dev.palabre.consent.console;

import dev.palabre.consent.Publications;
import dev.palabre.consent.Specimens;
import dev.palabre.kernel.http.Failures;
import dev.palabre.moderation.console.Chrome;
import dev.palabre.signin.Authenticate;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.BiFunction;

/** Puts the pages about consent together. */
public final class ConsentDesk {
    /** Templates that they render. */
    public static final List<String> TEMPLATES =
            List.of("console-consent-sites", "console-consent", "console-consent-publish");

    private final PolicyRoutes routes;

    /** What the pages need of the console. */
    public record Console(Authenticate authenticate, Chrome chrome, Failures failures) {}

    /** Pages over these policies; {@code memory} tells in a language where the choices of a site are kept. */
    public ConsentDesk(
            Publications publications,
            Specimens specimens,
            Sites sites,
            BiFunction<Site, String, String> memory,
            Console console) {
        var views = new PolicyViews(console.chrome(), memory);
        routes = new PolicyRoutes(publications, specimens, sites, views, console);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
    }
}
