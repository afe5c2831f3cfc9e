package dev.palabre.console.retention;

import dev.palabre.auth.Principal;
import dev.palabre.console.layout.ConsoleAccess;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleRequest;
import dev.palabre.http.Response;
import dev.palabre.privacy.retention.Retention;
import dev.palabre.privacy.retention.RunTrigger;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept for how long, how much of it is due, and its erasure now; for owners, to others the page is not there. */
final class RetentionPages {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionPages.class);
    private static final String PATH = "/moderation/retention";
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    /** A run that takes longer goes on while its owner reads on. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int RUNS = 30;

    private final Retention retention;
    private final ConsoleAccess access;
    private final ConsoleLayout layout;
    private final RetentionPresenter views;

    RetentionPages(Retention retention, ConsoleAccess access, ConsoleLayout layout) {
        this.retention = retention;
        this.access = access;
        this.layout = layout;
        this.views = new RetentionPresenter(layout, PATH);
    }

    void mount(Router router) {
        router.get(PATH).handler(access.signedIn(this::all));
        router.get(PATH + "/:site").handler(access.ownersOnly(this::show));
        router.post(PATH + "/:site").handler(access.ownersOnly(this::run));
    }

    private Future<Response> all(ConsoleRequest request) {
        return owned(request.principal())
                .map(owned -> owned.size() == 1
                        ? Response.seeOther(views.path(owned.get(0)))
                        : layout.page(200, "console-retention-sites", views.sites(request, owned)));
    }

    private Future<Response> show(ConsoleRequest request, Site site) {
        var done = request.query("done");
        return Future.all(retention.plan(site), retention.log(site, RUNS), retention.lastDaily(site))
                .map(read -> layout.page(
                        200,
                        "console-retention",
                        views.of(request, site, read.resultAt(0), read.resultAt(1), read.resultAt(2), said(done))));
    }

    private static @Nullable String said(@Nullable String done) {
        return done != null && List.of("all", "started", "failed").contains(done) ? done : null;
    }

    private Future<Response> run(ConsoleRequest request, Site site) {
        return retention
                .run(site, RunTrigger.CONSOLE, AT_MOST)
                .onFailure(failure -> LOG.warn("retention: {}: {}", site.key(), failure.toString()))
                .map(pass -> pass.complete() ? "all" : "failed")
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise("started")
                .map(done -> Response.seeOther(views.path(site) + "?done=" + done));
    }

    private Future<List<Site>> owned(Principal principal) {
        return access.seen(principal).map(seen -> seen.stream()
                .filter(site -> principal.owns(site.id()))
                .sorted(Comparator.comparing(Site::key))
                .toList());
    }
}
