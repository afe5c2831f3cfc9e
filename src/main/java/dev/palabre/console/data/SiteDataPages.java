package dev.palabre.console.data;

import dev.palabre.console.layout.ConsoleAccess;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.console.layout.ConsoleRequest;
import dev.palabre.http.Response;
import dev.palabre.privacy.record.ProcessingRecords;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The console's pages for those who answer for a site: the export, the record of processing, the notice. */
public final class SiteDataPages {
    private static final String HOME = "/moderation/data";

    private final ProcessingRecords registers;
    private final ConsoleAccess gate;
    private final ConsoleLayout layout;
    private final Messages messages;

    public SiteDataPages(ProcessingRecords registers, ConsoleAccess gate, ConsoleLayout layout, Messages messages) {
        this.registers = registers;
        this.gate = gate;
        this.layout = layout;
        this.messages = messages;
    }

    public void mount(Router router) {
        router.get(HOME).handler(gate.signedIn(this::all));
        router.get(HOME + "/:site").handler(gate.owning(this::data));
        router.get(HOME + "/:site/register").handler(gate.owning(this::register));
    }

    private Future<Response> all(ConsoleRequest request) {
        return gate.seen(request.principal()).map(seen -> {
            var rows = seen.stream()
                    .filter(site -> request.principal().owns(site.id()))
                    .sorted(Comparator.comparing(Site::key))
                    .map(site -> new SiteDataView.Row(site.name(), path(site)))
                    .toList();
            if (rows.size() == 1) {
                return Response.seeOther(rows.get(0).url());
            }
            var lang = request.lang();
            var frame = layout.frame(layout.text(lang, "transfer.sites"), request.principal(), Section.DATA);
            var view = new SiteDataView.Sites(lang, layout.dir(lang), frame, rows.isEmpty(), rows);
            return layout.page(200, "console-data-sites", view);
        });
    }

    private Future<Response> data(ConsoleRequest request, Site site) {
        var lang = request.lang();
        var title = layout.text(lang, "transfer.title", Map.of("site", site.name()));
        var notice = "/sites/" + site.key() + "/notice";
        var view = new SiteDataView(
                lang,
                layout.dir(lang),
                layout.frame(title, request.principal(), Section.DATA),
                missing(site)
                        .map(name -> layout.text(lang, "transfer.missing." + name))
                        .toList(),
                layout.path("/api/moderation/export?site=" + site.key()),
                "palabre site export " + site.key() + " --output " + site.key() + ".jsonl",
                path(site) + "/register",
                layout.path(notice + "?lang=" + lang),
                layout.path(notice + "/versions?lang=" + lang),
                "palabre site set " + site.key() + " controller=… contact=… authority=…");
        return Future.succeededFuture(layout.page(200, "console-data", view));
    }

    /** What readers are told in general words because its owner has not said it. */
    private static Stream<String> missing(Site site) {
        var settings = site.settings();
        return Stream.of(
                        settings.controller() == null ? "controller" : "",
                        settings.contact() == null ? "contact" : "",
                        settings.authority() == null ? "authority" : "")
                .filter(name -> !name.isEmpty());
    }

    private Future<Response> register(ConsoleRequest request, Site site) {
        var lang = request.chooseLanguage(messages, request.query("lang"), request.lang());
        return registers.of(site, lang).map(register -> {
            var view = new SiteDataView.Shown(
                    lang,
                    register.dir(),
                    layout.frame(register.title(), request.principal(), Section.DATA),
                    path(site),
                    register.lead(),
                    register.parties(),
                    register.activities(),
                    register.measures(),
                    register.measuresOpen());
            return layout.page(200, "console-register", view);
        });
    }

    private String path(Site site) {
        return layout.path(HOME + "/" + site.key());
    }
}
