package dev.palabre.site;

import dev.palabre.kernel.http.Cors;
import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.template.Messages;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The door of a site's public calls: finds the site, lets its own pages read the answers and refuses what a browser
 * posts from anywhere else.
 */
public final class SiteDoor {
    private static final String SITE = "palabre.site";

    private final Sites sites;
    private final Links links;
    private final Messages messages;

    /** The door to these sites. */
    public SiteDoor(Sites sites, Links links, Messages messages) {
        this.sites = sites;
        this.links = links;
        this.messages = messages;
    }

    /** Puts the door before everything below {@code /api/sites/:site/} and {@code /sites/:site/}. */
    public void mount(Router router) {
        router.route("/api/sites/:site/*").handler(this::enter);
        router.route("/sites/:site/*").handler(this::enter);
    }

    /** The site that the request is about. */
    public static Site site(RoutingContext ctx) {
        Site site = ctx.get(SITE);
        if (site == null) {
            throw new IllegalStateException("no site: the route lies outside the door");
        }
        return site;
    }

    /** The language to answer in: asked for, else the browser's, else the site's. */
    public static String language(
            RoutingContext ctx, Messages messages, @org.jspecify.annotations.Nullable String asked) {
        var lang = messages.pick(
                asked,
                ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE),
                site(ctx).settings().locale());
        Failures.speak(ctx, lang);
        return lang;
    }

    private void enter(RoutingContext ctx) {
        sites.require(Params.path(ctx, "site")).onComplete(site -> enter(ctx, site), ctx::fail);
    }

    private void enter(RoutingContext ctx, Site site) {
        ctx.put(SITE, site);
        var credentials = ctx.normalizedPath().endsWith("/consent");
        if (ctx.request().method().equals(HttpMethod.OPTIONS)) {
            Cors.preflight(ctx.request(), site.origins(), credentials);
            return;
        }
        Cors.open(ctx.request(), site.origins(), credentials);
        if (ctx.request().method().equals(HttpMethod.POST) && !own(ctx, site)) {
            language(ctx, messages, null);
            ctx.fail(Problem.of(Kind.FORBIDDEN, "foreign_origin"));
            return;
        }
        ctx.next();
    }

    /** Whether a POST comes from a page of the site, from a page of this server, or from a program. */
    private boolean own(RoutingContext ctx, Site site) {
        var origin = Cors.origin(ctx.request());
        if (origin == null) {
            return !"cross-site".equals(ctx.request().getHeader("Sec-Fetch-Site"));
        }
        return site.hasOrigin(origin) || origin.equals(links.origin());
    }
}
