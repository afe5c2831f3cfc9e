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
    private final ConsoleAccess access;
    private final ConsoleLayout layout;
    private final StatisticsPresenter figures;
    private final ReportPresenter views;

    ReportPages(ConsentReports watch, ConsoleAccess access, ConsoleLayout layout) {
        this.watch = watch;
        this.access = access;
        this.layout = layout;
        figures = new StatisticsPresenter(layout);
        views = new ReportPresenter(layout);
    }

    void mount(Router router) {
        router.get("/moderation/consent").handler(access.signedIn(this::all));
        router.get("/moderation/consent/:site/figures").handler(access.reading(this::figures));
        router.get("/moderation/consent/:site/leaks").handler(access.reading(this::leaks));
        router.get("/moderation/consent/:site/proof")
                .handler(access.reading((request, site) -> proof(request, site, null)));
        router.post("/moderation/consent/:site/proof").handler(access.reading(this::verify));
    }

    private Future<Response> all(ConsoleRequest request) {
        return access.seen(request.principal()).map(seen -> {
            var rows = seen.stream()
                    .sorted(Comparator.comparing(Site::key))
                    .map(site -> new ConsentSitesView.Row(
                            site.name(), SiteNavigation.path(layout, site, first(request, site))))
                    .toList();
            if (rows.size() == 1) {
                return Response.seeOther(rows.get(0).url());
            }
            var frame = layout.frame(
                    layout.text(request.lang(), "moderation.consent"), request.principal(), Section.CONSENT);
            var view = new ConsentSitesView(request.lang(), layout.dir(request.lang()), frame, rows.isEmpty(), rows);
            return layout.page(200, "console-consent-sites", view);
        });
    }

    private static String first(ConsoleRequest request, Site site) {
        return request.principal().canDecide(site.id()) ? SiteNavigation.POLICY : SiteNavigation.FIGURES;
    }

    private Future<Response> figures(ConsoleRequest request, Site site) {
        return watch.figures(site)
                .map(read -> layout.page(200, "console-consent-figures", figures.of(request, site, read)));
    }

    private Future<Response> leaks(ConsoleRequest request, Site site) {
        return watch.undeclared(site)
                .map(seen -> layout.page(200, "console-consent-leaks", views.leaks(request, site, seen)));
    }

    private Future<Response> proof(ConsoleRequest request, Site site, @Nullable ChainReport check) {
        return watch.end(site)
                .map(end -> layout.page(200, "console-consent-proof", views.proof(request, site, end, check)));
    }

    private Future<Response> verify(ConsoleRequest request, Site site) {
        if (!request.principal().canDecide(site.id())) {
            throw Problem.of(Kind.FORBIDDEN, "reader_only");
        }
        return watch.verify(site).compose(check -> proof(request, site, check));
    }
}
