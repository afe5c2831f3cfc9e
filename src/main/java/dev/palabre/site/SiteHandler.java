package dev.palabre.site;

import dev.palabre.http.Cors;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Params;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RateLimit.Rate;
import dev.palabre.http.Routes;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Finds the site of a public call, lets the site's own pages read the responses (CORS), and refuses POSTs that a browser
 * sends from another origin.
 */
public final class SiteHandler implements Routes {
    private static final String SITE = "palabre.site";
    private static final String CREDENTIALS = "palabre.credentials";
    /** Keys of no site that one client address may ask the database for. */
    private static final Rate UNKNOWN_KEYS = Rate.parse("60/m");

    private final Sites sites;
    private final PublicUrl links;
    private final Messages messages;
    private final Function<HttpServerRequest, String> client;
    private final RateLimit unknownKeys = new RateLimit(UNKNOWN_KEYS);

    /** A handler for these sites that does not distinguish clients. */
    public SiteHandler(Sites sites, PublicUrl links, Messages messages) {
        this(sites, links, messages, request -> "");
    }

    /**
     * A handler for these sites.
     *
     * @param client tells the client address of a request
     */
    public SiteHandler(Sites sites, PublicUrl links, Messages messages, Function<HttpServerRequest, String> client) {
        this.client = client;
        this.sites = sites;
        this.links = links;
        this.messages = messages;
    }

    /** Adds the handler to all routes below {@code /api/sites/:site/} and {@code /sites/:site/}. */
    @Override
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
            throw new IllegalStateException("no site: the route is not below a site");
        }
        return site;
    }

    /** The language to answer in: the requested one, else the browser's, else the site's. */
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
        find(ctx, Params.path(ctx, "site"))
                .onComplete(
                        site -> {
                            ctx.put(SITE, site);
                            inside.accept(ctx, site);
                        },
                        ctx::fail);
    }

    /** Malformed keys, and clients that try too many unknown keys, cost the database nothing. */
    private Future<Site> find(RoutingContext ctx, String key) {
        var known = sites.known(key);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        if (!Sites.isKey(key)) {
            return Future.failedFuture(Sites.unknown(key));
        }
        if (sites.isRemembered(key)) {
            return sites.require(key);
        }
        var address = client.apply(ctx.request());
        unknownKeys.require(address, "too_many_requests");
        return sites.require(key).onComplete(found -> {
            if (found.succeeded() || !(found.cause() instanceof Problem)) {
                unknownKeys.giveBack(address);
            }
        });
    }

    /** Calls that pages of the site may send and read. */
    private void call(RoutingContext ctx, Site site) {
        var credentials = Boolean.TRUE.equals(ctx.get(CREDENTIALS));
        if (ctx.request().method().equals(HttpMethod.OPTIONS)) {
            Cors.preflight(ctx.request(), site.origins(), credentials);
            return;
        }
        Cors.open(ctx.request(), site.origins(), credentials);
        page(ctx, site);
    }

    /** Pages for people: no other origin may read them, not even the site's own. */
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
