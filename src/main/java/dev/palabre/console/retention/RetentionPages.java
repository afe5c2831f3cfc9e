package dev.palabre.console.retention;

import dev.palabre.auth.Authenticator;
import dev.palabre.auth.Principal;
import dev.palabre.auth.Role;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Params;
import dev.palabre.http.Response;
import dev.palabre.privacy.retention.Retention;
import dev.palabre.privacy.retention.RunTrigger;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
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
    private final Sites sites;
    private final Authenticator authenticate;
    private final ConsoleLayout chrome;
    private final RetentionPresenter views;

    RetentionPages(Retention retention, Sites sites, Authenticator authenticate, ConsoleLayout chrome) {
        this.retention = retention;
        this.sites = sites;
        this.authenticate = authenticate;
        this.chrome = chrome;
        this.views = new RetentionPresenter(chrome, PATH);
    }

    /** Somebody who asks for something. */
    record Request(RoutingContext ctx, Principal caller, String lang) {}

    void mount(Router router) {
        router.get(PATH).handler(signedIn(this::all));
        router.get(PATH + "/:site").handler(owning(this::show));
        router.post(PATH + "/:site").handler(owning(this::run));
    }

    private Future<Response> all(Request request) {
        return owned(request.caller())
                .map(owned -> owned.size() == 1
                        ? Response.seeOther(views.path(owned.get(0)))
                        : chrome.page(request.ctx(), 200, "console-retention-sites", views.sites(request, owned)));
    }

    private Future<Response> show(Request request, Site site) {
        var done = Params.query(request.ctx(), "done");
        return Future.all(retention.plan(site), retention.log(site, RUNS), retention.lastDaily(site))
                .map(read -> chrome.page(
                        request.ctx(),
                        200,
                        "console-retention",
                        views.of(request, site, read.resultAt(0), read.resultAt(1), read.resultAt(2), said(done))));
    }

    private static @Nullable String said(@Nullable String done) {
        return done != null && List.of("all", "started", "failed").contains(done) ? done : null;
    }

    private Future<Response> run(Request request, Site site) {
        return retention
                .run(site, RunTrigger.CONSOLE, AT_MOST)
                .onFailure(failure -> LOG.warn("retention: {}: {}", site.key(), failure.toString()))
                .map(pass -> pass.complete() ? "all" : "failed")
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise("started")
                .map(done -> Response.seeOther(views.path(site) + "?done=" + done));
    }

    private Future<List<Site>> owned(Principal caller) {
        return Future.all(caller.sites().stream()
                        .filter(site -> owns(caller, site))
                        .map(sites::require)
                        .toList())
                .map(found -> found.<Site>list().stream()
                        .sorted(Comparator.comparing(Site::key))
                        .toList());
    }

    private static boolean owns(Principal caller, int siteId) {
        return caller.role(siteId).filter(Role.OWNER::equals).isPresent();
    }

    private Handler<RoutingContext> owning(BiFunction<Request, Site, Future<Response>> page) {
        return signedIn(request -> {
            var key = Params.path(request.ctx(), "site");
            return sites.require(key)
                    .compose(site -> owns(request.caller(), site.id())
                            ? page.apply(request, site)
                            : Future.failedFuture(Problem.of(Kind.NOT_FOUND, "unknown_site", Map.of("site", key))));
        });
    }

    private Handler<RoutingContext> signedIn(Function<Request, Future<Response>> page) {
        return Response.handler(ctx -> authenticate.known(ctx).compose(known -> known.map(caller -> {
                    var lang = chrome.lang(ctx, caller);
                    ErrorHandler.speak(ctx, lang);
                    return page.apply(new Request(ctx, caller, lang));
                })
                .orElseGet(() -> Future.succeededFuture(Response.seeOther(chrome.path("/moderation/sign-in"))))));
    }
}
