package dev.palabre.console.layout;

import dev.palabre.auth.Authenticator;
import dev.palabre.auth.Principal;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Lets in who may see pages about a site; for anybody else the site does not exist. */
public final class ConsoleAccess {
    private static final String SIGN_IN = "/moderation/sign-in";

    private final Sites sites;
    private final Authenticator authenticate;
    private final ConsoleLayout layout;

    /** The gate to these sites. */
    public ConsoleAccess(Sites sites, Authenticator authenticate, ConsoleLayout layout) {
        this.sites = sites;
        this.authenticate = authenticate;
        this.layout = layout;
    }

    /** For those whose decisions count on the site. */
    public Handler<RoutingContext> deciding(BiFunction<ConsoleRequest, Site, Future<Response>> page) {
        return of((caller, site) -> caller.canDecide(site.id()), page);
    }

    /** For all who have a role on the site. */
    public Handler<RoutingContext> reading(BiFunction<ConsoleRequest, Site, Future<Response>> page) {
        return of((caller, site) -> caller.canRead(site.id()), page);
    }

    /** For those who answer for the site; for anybody else the site does not exist. */
    public Handler<RoutingContext> ownersOnly(BiFunction<ConsoleRequest, Site, Future<Response>> page) {
        return of((principal, site) -> principal.owns(site.id()), page);
    }

    /** For those who answer for the site; who has another role there is told so. */
    public Handler<RoutingContext> owning(BiFunction<ConsoleRequest, Site, Future<Response>> page) {
        return reading((request, site) -> request.principal().owns(site.id())
                ? page.apply(request, site)
                : Future.failedFuture(Problem.of(Kind.FORBIDDEN, "owner_only")));
    }

    /** For whoever is signed in; others are sent to where they can do that. */
    public Handler<RoutingContext> signedIn(Function<ConsoleRequest, Future<Response>> page) {
        return Response.handler(ctx -> authenticate.known(ctx).compose(known -> known.map(caller -> {
                    var lang = layout.lang(ctx, caller);
                    ErrorHandler.speak(ctx, lang);
                    return page.apply(new ConsoleRequest(ctx, caller, lang));
                })
                .orElseGet(() -> Future.succeededFuture(Response.seeOther(layout.path(SIGN_IN))))));
    }

    /** The sites that somebody sees. */
    public Future<List<Site>> seen(Principal caller) {
        return Future.all(caller.sites().stream().map(sites::require).toList()).map(found -> found.<Site>list());
    }

    private Handler<RoutingContext> of(
            BiPredicate<Principal, Site> right, BiFunction<ConsoleRequest, Site, Future<Response>> page) {
        return signedIn(request -> {
            var key = request.path("site");
            return sites.require(key)
                    .compose(site -> right.test(request.principal(), site)
                            ? page.apply(request, site)
                            : Future.failedFuture(Problem.of(Kind.NOT_FOUND, "unknown_site", Map.of("site", key))));
        });
    }
}
