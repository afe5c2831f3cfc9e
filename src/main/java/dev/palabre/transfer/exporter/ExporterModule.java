package dev.palabre.transfer.exporter;

import dev.palabre.auth.Authenticator;
import dev.palabre.db.Database;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;

/** Wires the export of a site. */
public final class ExporterModule {
    private final ExportRoutes exports;

    /** Exports from this database, for owners of sites. */
    public ExporterModule(Database database, Sites sites, Authenticator authenticate) {
        exports = new ExportRoutes(new SiteExport(database), sites, authenticate);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        exports.mount(router);
    }
}
