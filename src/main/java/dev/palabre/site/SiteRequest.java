package dev.palabre.site;

import dev.palabre.http.CachedAnswer;
import dev.palabre.http.Request;
import dev.palabre.http.Response;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request below {@code /api/sites/:site/} or {@code /sites/:site/}, for a site that {@link SiteHandler} found. */
public class SiteRequest extends Request {
    private final Site site;

    /** A request that went through {@link SiteHandler}. */
    public SiteRequest(RoutingContext ctx) {
        super(ctx);
        this.site = SiteHandler.site(ctx);
    }

    /** The same request; for requests of a narrower kind. */
    protected SiteRequest(SiteRequest other) {
        super(other);
        this.site = other.site;
    }

    /** Makes a Vert.x handler of a function: failures, thrown or returned, become error responses. */
    public static Handler<RoutingContext> siteHandler(Function<SiteRequest, Future<Response>> function) {
        return Response.handler(ctx -> function.apply(new SiteRequest(ctx)));
    }

    /** Makes a Vert.x handler of a function that answers with finished bytes. */
    public static Handler<RoutingContext> cachedHandler(Function<SiteRequest, Future<CachedAnswer>> function) {
        return CachedAnswer.handler(ctx -> function.apply(new SiteRequest(ctx)));
    }

    /** The site that the request is about. */
    public Site site() {
        return site;
    }

    /** The language to answer in: the requested one, else the browser's, else the site's. */
    public String language(Messages messages, @Nullable String requested) {
        return chooseLanguage(messages, requested, site.settings().locale());
    }

    /** The page that the query names by {@code url}, by {@code id}, or by both. */
    public PageUrl page() {
        return PageUrl.requested(site, query("url"), query("id"));
    }
}
