package dev.palabre.consent.banner;

import dev.palabre.consent.banner.Banners.Form;
import dev.palabre.consent.choice.Choice;
import dev.palabre.consent.choice.ChoiceLimits;
import dev.palabre.consent.choice.ChoiceRequest;
import dev.palabre.consent.choice.ConsentCookie;
import dev.palabre.consent.choice.Consents;
import dev.palabre.consent.choice.DomainCookies;
import dev.palabre.consent.choice.ShownPolicies;
import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.CookieScope;
import dev.palabre.consent.policy.Policies;
import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.reports.Statistics;
import dev.palabre.http.CachedResponse;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Cors;
import dev.palabre.http.IdempotencyKeyHeader;
import dev.palabre.http.Params;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import dev.palabre.site.SiteHandler;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The room's addresses. Those below a site lie behind {@link SiteHandler}. */
public final class ConsentRoutes {
    private final Consents consents;
    private final Policies policies;
    private final ShownPolicies shown;
    private final Banners banners;
    private final ConsentPages pages;
    private final Messages messages;
    private final ConsentUrls addresses;
    private final ChoiceLimits choices;
    private final ClientLimit reads;
    private final Statistics statistics;

    /** Routes over these choices. */
    public ConsentRoutes(
            Consents consents,
            ShownPolicies shown,
            Banners banners,
            ConsentPages pages,
            Messages messages,
            PublicUrl links,
            ChoiceLimits choices,
            ClientLimit reads,
            Statistics statistics,
            Policies policies) {
        this.statistics = statistics;
        this.consents = consents;
        this.messages = messages;
        this.choices = choices;
        this.reads = reads;
        this.banners = banners;
        this.pages = pages;
        addresses = new ConsentUrls(links);
        this.policies = policies;
        this.shown = shown;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/api/sites/:site/consent").handler(this::allow).handler(this::banner);
        router.post("/api/sites/:site/consent").handler(Response.handler(this::choose));
        router.get("/sites/:site/consent").handler(this::allow).handler(Response.handler(pages::form));
        router.get("/sites/:site/cookies").handler(this::allow).handler(Response.handler(pages::cookies));
        router.get("/consent/:id").handler(this::allow).handler(Response.handler(pages::receipt));
    }

    private void allow(RoutingContext ctx) {
        reads.count(ctx.request());
        ctx.next();
    }

    private void banner(RoutingContext ctx) {
        var known = Params.query(ctx, "known");
        if (known == null && form(ctx) == Form.BANNER) {
            var site = SiteHandler.site(ctx);
            if (choices.isShownCounted(site.id(), reads.client(ctx.request()))) {
                policies.served(site).onSuccess(policy -> statistics.shown(site.id(), policy));
            }
        }
        var page = known == null
                ? banners.page(SiteHandler.site(ctx), language(ctx), form(ctx))
                : banners.since(SiteHandler.site(ctx), language(ctx), known);
        page.onComplete(found -> send(ctx, found), ctx::fail);
    }

    private static void send(RoutingContext ctx, Optional<CachedResponse> page) {
        page.ifPresentOrElse(found -> found.send(ctx.request()), () -> ctx.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .setStatusCode(204)
                .end());
    }

    private Future<Response> choose(RoutingContext ctx) {
        var site = SiteHandler.site(ctx);
        SiteHandler.language(ctx, messages, Params.query(ctx, "lang"));
        choices.attempt(site.id(), reads.client(ctx.request()));
        return RequestBody.isForm(ctx)
                ? chooseByForm(ctx, site, RequestBody.read(ctx, ChoiceRequest.Form.class))
                : chooseByJson(ctx, site, RequestBody.read(ctx, ChoiceRequest.class));
    }

    private Future<Response> chooseByJson(RoutingContext ctx, Site site, ChoiceRequest request) {
        return policies.served(site).compose(policy -> {
            Choice.requireVersion(request, policy);
            return shown.find(site, policy, request.version())
                    .map(found -> found.orElseThrow(() -> stale(ctx, site, policy)))
                    .compose(seen -> record(ctx, site, seen, request).map(chosen -> recorded(ctx, chosen, seen)));
        });
    }

    private Future<Response> chooseByForm(RoutingContext ctx, Site site, ChoiceRequest.Form form) {
        return policies.served(site).compose(policy -> {
            var request = form.choice(policy);
            return shown.find(site, policy, request.version())
                    .compose(found -> found.isPresent()
                            ? record(ctx, site, found.get(), form.choice(found.get()))
                                    .map(chosen -> shown(ctx, site, chosen, found.get()))
                            : pages.staleForm(ctx, policy));
        });
    }

    private Future<Consents.Chosen> record(RoutingContext ctx, Site site, Policy policy, ChoiceRequest request) {
        var choice = Choice.from(request, policy, messages, site.settings().locale());
        var bucket = reads.client(ctx.request());
        choices.choose(site.id(), bucket);
        choice.previous().ifPresent(code -> choices.visitor(code.hash()));
        return consents.choose(site, choice, IdempotencyKeyHeader.key(ctx), () -> choices.isCounted(site.id(), bucket));
    }

    private Response recorded(RoutingContext ctx, Consents.Chosen chosen, Policy policy) {
        var url = addresses.receipt(chosen.code());
        var reply = Response.json(201, ChosenJson.of(chosen, url)).with("Location", url);
        var origin = Cors.origin(ctx.request());
        var site = SiteHandler.site(ctx);
        return origin == null ? reply : remember(ctx, reply, chosen, policy, addresses.memory(site, origin));
    }

    private Response shown(RoutingContext ctx, Site site, Consents.Chosen chosen, Policy policy) {
        var memory = addresses.memory(site);
        var reply = Response.seeOther(addresses.receipt(chosen.code()));
        // Where no page of the site can read it, the cookie is for the page with the form alone.
        return memory.serverSets()
                ? remember(ctx, reply, chosen, policy, memory)
                : reply.with(
                        "Set-Cookie",
                        ConsentCookie.set(
                                chosen,
                                policy,
                                addresses.pagePath(site),
                                null,
                                addresses.links().secure()));
    }

    /** Sets the cookie where it reaches the page, and removes there what is refused and no script can remove. */
    private Response remember(
            RoutingContext ctx, Response reply, Consents.Chosen chosen, Policy policy, CookieScope memory) {
        if (!memory.serverSets()) {
            return reply;
        }
        var links = addresses.links();
        var sent = ctx.request().cookies().stream().map(Cookie::getName).collect(Collectors.toSet());
        var answer = reply.with("Set-Cookie", ConsentCookie.set(chosen, policy, "/", memory.domain(), links.secure()));
        for (var removal : DomainCookies.removals(policy, chosen.event(), sent, links)) {
            answer = answer.with("Set-Cookie", removal);
        }
        return answer;
    }

    private Problem stale(RoutingContext ctx, Site site, Policy policy) {
        return Problem.of(Kind.CONFLICT, "stale_policy")
                .with(
                        "policy",
                        banners.kept(site, policy, language(ctx), Response.asNodes(ctx) ? Form.BANNER : Form.JSON));
    }

    /** The language of the page that asks, else the site's; never the browser's, for the bytes are everybody's. */
    private String language(RoutingContext ctx) {
        var asked = Params.query(ctx, "lang");
        return messages.pick(asked, null, SiteHandler.site(ctx).settings().locale());
    }

    private static Form form(RoutingContext ctx) {
        if (!Response.asNodes(ctx)) {
            return Form.JSON;
        }
        return switch (Objects.requireNonNullElse(Params.query(ctx, "layer"), "")) {
            case "detail" -> Form.DETAIL;
            case "table" -> Form.TABLE;
            default -> Form.BANNER;
        };
    }

    record ChosenJson(
            String id,
            String receiptUrl,
            String validUntil,
            Map<String, Boolean> choices,
            Map<String, Boolean> services) {
        static ChosenJson of(Consents.Chosen chosen, String receiptUrl) {
            var event = chosen.event();
            return new ChosenJson(
                    chosen.code().text(), receiptUrl, event.validUntil().toString(), event.choices(), event.services());
        }
    }
}
