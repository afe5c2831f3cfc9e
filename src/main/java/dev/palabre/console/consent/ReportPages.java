package dev.palabre.console.consent;

import dev.palabre.consent.proof.ChainReport;
import dev.palabre.consent.reports.ConsentReports;
import dev.palabre.console.layout.ConsoleAccess;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.console.layout.ConsoleRequest;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What is watched of a site: figures, leaks, proof. All that may read it see it; those who decide have it verified. */
final class ReportPages {
    private final ConsentReports watch;
    private final ConsoleAccess door;
    private final ConsoleLayout chrome;
    private final StatisticsPresenter figures;
    private final ReportPresenter views;

    ReportPages(ConsentReports watch, ConsoleAccess door, ConsoleLayout chrome) {
        this.watch = watch;
        this.door = door;
        this.chrome = chrome;
        figures = new StatisticsPresenter(chrome);
        views = new ReportPresenter(chrome);
    }

    void mount(Router router) {
        router.get("/moderation/consent").handler(door.signedIn(this::all));
        router.get("/moderation/consent/:site/figures").handler(door.reading(this::figures));
        router.get("/moderation/consent/:site/leaks").handler(door.reading(this::leaks));
        router.get("/moderation/consent/:site/proof")
                .handler(door.reading((request, site) -> proof(request, site, null)));
        router.post("/moderation/consent/:site/proof").handler(door.reading(this::verify));
    }

    private Future<Response> all(ConsoleRequest request) {
        return door.seen(request.principal()).map(seen -> {
            var rows = seen.stream()
                    .sorted(Comparator.comparing(Site::key))
                    .map(site -> new ConsentSitesView.Row(
                            site.name(), SiteNavigation.path(chrome, site, first(request, site))))
                    .toList();
            if (rows.size() == 1) {
                return Response.seeOther(rows.get(0).url());
            }
            var frame = chrome.frame(
                    chrome.say(request.lang(), "moderation.consent"), request.principal(), Section.CONSENT);
            var view = new ConsentSitesView(request.lang(), chrome.dir(request.lang()), frame, rows.isEmpty(), rows);
            return chrome.page(200, "console-consent-sites", view);
        });
    }

    private static String first(ConsoleRequest request, Site site) {
        return request.principal().canDecide(site.id()) ? SiteNavigation.POLICY : SiteNavigation.FIGURES;
    }

    private Future<Response> figures(ConsoleRequest request, Site site) {
        return watch.figures(site)
                .map(read -> chrome.page(200, "console-consent-figures", figures.of(request, site, read)));
    }

    private Future<Response> leaks(ConsoleRequest request, Site site) {
        return watch.undeclared(site)
                .map(seen -> chrome.page(200, "console-consent-leaks", views.leaks(request, site, seen)));
    }

    private Future<Response> proof(ConsoleRequest request, Site site, @Nullable ChainReport check) {
        return watch.end(site)
                .map(end -> chrome.page(200, "console-consent-proof", views.proof(request, site, end, check)));
    }

    private Future<Response> verify(ConsoleRequest request, Site site) {
        if (!request.principal().canDecide(site.id())) {
            throw Problem.of(Kind.FORBIDDEN, "reader_only");
        }
        return watch.verify(site).compose(check -> proof(request, site, check));
    }
}
