package dev.palabre.transfer.exporter;

import dev.palabre.auth.Authenticator;
import dev.palabre.console.data.SiteDataPages;
import dev.palabre.console.layout.ConsoleAccess;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.db.Database;
import dev.palabre.privacy.record.ProcessingRecords;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.BiFunction;

/** Puts the room together: the export, and the console's pages about all that a site keeps. */
public final class ExporterModule {
    /** Templates that this room renders. */
    public static final List<String> TEMPLATES = List.of("console-data-sites", "console-data", "console-register");

    private final ExportRoutes exports;
    private final SiteDataPages pages;

    /** A room over these sites; {@code purposes} tells what a site asks consent for, in a language. */
    public ExporterModule(
            Database database,
            Sites sites,
            Authenticator authenticate,
            BiFunction<Site, String, Future<List<String>>> purposes,
            ConsoleLayout chrome,
            Messages messages) {
        exports = new ExportRoutes(new SiteExport(database), sites, authenticate);
        pages = new SiteDataPages(
                new ProcessingRecords(messages, purposes),
                new ConsoleAccess(sites, authenticate, chrome),
                chrome,
                messages);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        exports.mount(router);
        pages.mount(router);
    }
}
