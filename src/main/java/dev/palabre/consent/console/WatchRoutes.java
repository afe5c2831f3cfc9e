package dev.palabre.consent.console;

import dev.palabre.consent.ConsentWatch;
import dev.palabre.consent.SealCheck;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.http.Reply;
import dev.palabre.moderation.console.Chrome;
import dev.palabre.moderation.console.Chrome.Section;
import dev.palabre.moderation.console.SiteGate;
import dev.palabre.moderation.console.SiteGate.Request;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What is watched of a site: figures, leaks, proof. All that may read it see it; those who decide have it verified. */
final class WatchRoutes {
    private final ConsentWatch watch;
    private final SiteGate door;
    private final Chrome chrome;
    private final FigureViews figures;
    private final WatchViews views;

    WatchRoutes(ConsentWatch watch, SiteGate door, Chrome chrome) {
        this.watch = watch;
        this.door = door;
        this.chrome = chrome;
        figures = new FigureViews(chrome);
        views = new WatchViews(chrome);
    }

    void mount(Router router) {
        router.get("/moderation/consent").handler(door.signedIn(this::all));
        router.get("/moderation/consent/:site/figures").handler(door.reading(this::figures));
        router.get("/moderation/consent/:site/leaks").handler(door.reading(this::leaks));
        router.get("/moderation/consent/:site/proof")
                .handler(door.reading((request, site) -> proof(request, site, null)));
        router.post("/moderation/consent/:site/proof").handler(door.reading(this::verify));
    }

    private Future<Reply> all(Request request) {
        return door.seen(request.caller()).map(seen -> {
            var rows = seen.stream()
                    .sorted(Comparator.comparing(Site::key))
                    .map(site -> new SitesView.Row(site.name(), SiteNav.path(chrome, site, first(request, site))))
                    .toList();
            if (rows.size() == 1) {
                return Reply.seeOther(rows.get(0).url());
            }
            var frame =
                    chrome.frame(chrome.say(request.lang(), "moderation.consent"), request.caller(), Section.CONSENT);
            var view = new SitesView(request.lang(), chrome.dir(request.lang()), frame, rows.isEmpty(), rows);
            return chrome.page(request.ctx(), 200, "console-consent-sites", view);
        });
    }

    private static String first(Request request, Site site) {
        return request.caller().canDecide(site.id()) ? SiteNav.POLICY : SiteNav.FIGURES;
    }

    private Future<Reply> figures(Request request, Site site) {
        return watch.figures(site)
                .map(read ->
                        chrome.page(request.ctx(), 200, "console-consent-figures", figures.of(request, site, read)));
    }

    private Future<Reply> leaks(Request request, Site site) {
        return watch.undeclared(site)
                .map(seen ->
                        chrome.page(request.ctx(), 200, "console-consent-leaks", views.leaks(request, site, seen)));
    }

    private Future<Reply> proof(Request request, Site site, @Nullable SealCheck check) {
        return watch.end(site)
                .map(end -> chrome.page(
                        request.ctx(), 200, "console-consent-proof", views.proof(request, site, end, check)));
    }

    private Future<Reply> verify(Request request, Site site) {
        if (!request.caller().canDecide(site.id())) {
            throw Problem.of(Kind.FORBIDDEN, "reader_only");
        }
        return watch.verify(site).compose(check -> proof(request, site, check));
    }
}
