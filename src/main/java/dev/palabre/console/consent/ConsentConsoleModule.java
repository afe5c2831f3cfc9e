package dev.palabre.console.consent;

import dev.palabre.auth.Authenticator;
import dev.palabre.consent.ConsentModule;
import dev.palabre.console.layout.ConsoleAccess;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.http.ErrorHandler;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.BiFunction;

/** Puts the pages about consent together. */
public final class ConsentConsoleModule {
    /** Templates that they render. */
    public static final List<String> TEMPLATES = List.of(
            "console-consent-sites",
            "console-consent",
            "console-consent-publish",
            "console-consent-figures",
            "console-consent-leaks",
            "console-consent-proof");

    private final PolicyPages policies;
    private final ReportPages watched;

    /** What the pages need of the console. */
    public record Console(Authenticator authenticate, ConsoleLayout layout, ErrorHandler failures) {}

    /** Pages over what this room keeps; {@code memory} tells in a language where the choices of a site are kept. */
    public ConsentConsoleModule(
            ConsentModule room, Sites sites, BiFunction<Site, String, String> memory, Console console) {
        var access = new ConsoleAccess(sites, console.authenticate(), console.layout());
        var views = new PolicyPresenter(console.layout(), memory);
        policies = new PolicyPages(room.publications(), room.specimens(), access, views, console);
        watched = new ReportPages(room.watch(), access, console.layout());
    }

    /** Adds the routes. */
    public void mount(Router router) {
        policies.mount(router);
        watched.mount(router);
    }
}
