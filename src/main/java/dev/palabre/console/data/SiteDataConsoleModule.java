package dev.palabre.console.data;

import dev.palabre.auth.Authenticator;
import dev.palabre.console.layout.ConsoleAccess;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.privacy.record.ProcessingRecords;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import io.vertx.ext.web.Router;
import java.util.List;

/** Wires the console pages about the data of a site: its export and its record of processing. */
public final class SiteDataConsoleModule {
    /** Names of this module's templates. */
    public static final List<String> TEMPLATES = List.of("console-data-sites", "console-data", "console-register");

    private final SiteDataPages pages;

    /** Pages about these records of processing. */
    public SiteDataConsoleModule(
            ProcessingRecords records,
            Sites sites,
            Authenticator authenticate,
            ConsoleLayout layout,
            Messages messages) {
        pages = new SiteDataPages(records, new ConsoleAccess(sites, authenticate, layout), layout, messages);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        pages.mount(router);
    }
}
