package dev.palabre.site;

import dev.palabre.http.Cors;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Params;
import dev.palabre.http.PublicUrl;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.template.Messages;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;

/**
 * The door of a site's public calls: finds the site, lets its own pages read the answers and refuses what a browser
 * posts from anywhere else.
 */
public final class SiteHandler {
    private static final String SITE = "palabre.site";
    private static final String CREDENTIALS = "palabre.credentials";

    private final Sites sites;
    private final PublicUrl links;
    private final Messages messages;

    /** The door to these sites. */
    public SiteHandler(Sites sites, PublicUrl links, Messages messages) {
        this.sites = sites;
        this.links = links;
        this.messages = messages;
    }

    /** Puts the door before everything below {@code /api/sites/:site/} and {@code /sites/:site/}. */
    public void mount(Router router) {
        router.route("/api/sites/:site/consent").handler(SiteHandler::withCookies);
        router.route("/api/sites/:site/*").handler(ctx -> enter(ctx, this::call));
        router.route("/sites/:site/*").handler(ctx -> enter(ctx, this::page));
    }

    /** A choice is the one call that may set a cookie on the page that sends it. */
    private static void withCookies(RoutingContext ctx) {
        var method = ctx.request().method();
        var announced = ctx.request().getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
        if (method.equals(HttpMethod.POST) || (method.equals(HttpMethod.OPTIONS) && "POST".equals(announced))) {
            ctx.put(CREDENTIALS, true);
        }
        ctx.next();
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
        ErrorHandler.speak(ctx, lang);
        return lang;
    }

    private void enter(RoutingContext ctx, BiConsumer<RoutingContext, Site> inside) {
        sites.require(Params.path(ctx, "site"))
                .onComplete(
                        site -> {
                            ctx.put(SITE, site);
                            inside.accept(ctx, site);
                        },
                        ctx::fail);
    }

    /** What pages of the site may call and read. */
    private void call(RoutingContext ctx, Site site) {
        var credentials = Boolean.TRUE.equals(ctx.get(CREDENTIALS));
        if (ctx.request().method().equals(HttpMethod.OPTIONS)) {
            Cors.preflight(ctx.request(), site.origins(), credentials);
            return;
        }
        Cors.open(ctx.request(), site.origins(), credentials);
        page(ctx, site);
    }

    /** What people look at: no page of another origin reads it, the site's own included. */
    private void page(RoutingContext ctx, Site site) {
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
