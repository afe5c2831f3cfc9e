package dev.palabre.consent;

import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Cors;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.Page;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.site.Site;
import dev.palabre.site.SiteDoor;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The consent room's addresses. Those below a site lie behind {@link SiteDoor}. */
public final class ConsentRoutes {
    /** Names of this room's templates. */
    public static final List<String> TEMPLATES = List.of("banner", "consent-page", "consent-receipt");

    private final Consents consents;
    private final Policies policies;
    private final Banners banners;
    private final ConsentPages pages;
    private final Messages messages;
    private final Addresses addresses;
    private final RateLimit limit;
    private final Visitors visitors;

    /** Routes over these choices; each network address may choose as often as the limit says. */
    public ConsentRoutes(
            Consents consents,
            Database database,
            Sites sites,
            Templates templates,
            Messages messages,
            Links links,
            RateLimit limit,
            Visitors visitors) {
        this.consents = consents;
        this.messages = messages;
        this.limit = limit;
        this.visitors = visitors;
        addresses = new Addresses(links);
        policies = new Policies(database, messages);
        banners = new Banners(policies, templates, messages, addresses);
        pages = new ConsentPages(consents, policies, sites, templates, messages, addresses);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/api/sites/:site/consent").handler(this::banner);
        router.post("/api/sites/:site/consent").handler(Reply.handler(this::choose));
        router.get("/sites/:site/consent").handler(Reply.handler(pages::form));
        router.get("/consent/:id").handler(Reply.handler(pages::receipt));
    }

    private void banner(RoutingContext ctx) {
        banners.page(SiteDoor.site(ctx), language(ctx), wantsNodes(ctx)).onComplete(page -> send(ctx, page), ctx::fail);
    }

    private static void send(RoutingContext ctx, Optional<Page> page) {
        page.ifPresentOrElse(
                found -> found.send(ctx),
                () -> ctx.response()
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .setStatusCode(204)
                        .end());
    }

    private Future<Reply> choose(RoutingContext ctx) {
        var lang = SiteDoor.language(ctx, messages, Params.query(ctx, "lang"));
        limit.require(visitors.bucket(ctx.request()), "too_many_requests");
        var site = SiteDoor.site(ctx);
        var form = Bodies.isForm(ctx) ? Optional.of(Bodies.read(ctx, ChoiceRequest.Form.class)) : null;
        return null;
    }
}
