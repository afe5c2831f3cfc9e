package dev.palabre.transfer;

import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.template.Messages;
import dev.palabre.moderation.console.Chrome;
import dev.palabre.moderation.console.SiteGate;
import dev.palabre.signin.Authenticate;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.BiFunction;

/** Puts the room together: the export, and the console's pages about all that a site keeps. */
public final class TransferRoom {
    /** Templates that this room renders. */
    public static final List<String> TEMPLATES = List.of("console-data-sites", "console-data", "console-register");

    private final ExportRoutes exports;
    private final DataRoutes pages;

    /** A room over these sites; {@code purposes} tells what a site asks consent for, in a language. */
    public TransferRoom(
            Database database,
            Sites sites,
            Authenticate authenticate,
            BiFunction<Site, String, Future<List<String>>> purposes,
            Chrome chrome,
            Messages messages) {
        exports = new ExportRoutes(new SiteExport(database), sites, authenticate);
        pages = new DataRoutes(
                new Registers(messages, purposes), new SiteGate(sites, authenticate, chrome), chrome, messages);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        exports.mount(router);
        pages.mount(router);
    }
}
