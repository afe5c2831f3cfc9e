package dev.palabre.consent;

import dev.palabre.consent.Banners.Form;
import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Cors;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.Page;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.http.Repeats;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.site.Site;
import dev.palabre.site.SiteDoor;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The room's addresses. Those below a site lie behind {@link SiteDoor}. */
final class ConsentRoutes {
    private final Consents consents;
    private final Policies policies;
    private final Banners banners;
    private final ConsentPages pages;
    private final VersionPages versions;
    private final Messages messages;
    private final Addresses addresses;
    private final ConsentRoom.Limits limits;
    private final Visitors visitors;
    private final Statistics statistics;

    /** Routes over these choices. */
    ConsentRoutes(
            Consents consents,
            Policies policies,
            Sites sites,
            Templates templates,
            Messages messages,
            Links links,
            ConsentRoom.Limits limits,
            Visitors visitors,
            Statistics statistics) {
        this.statistics = statistics;
        this.consents = consents;
        this.messages = messages;
        this.limits = limits;
        this.visitors = visitors;
        addresses = new Addresses(links);
        this.policies = policies;
        banners = new Banners(policies, templates, messages, addresses);
        versions = new VersionPages(
                policies, templates, messages, addresses, new Specimens(templates, messages, addresses));
        pages = new ConsentPages(consents, policies, sites, templates, messages, addresses);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/api/sites/:site/consent").handler(this::allow).handler(this::banner);
        router.post("/api/sites/:site/consent").handler(Reply.handler(this::choose));
        router.get("/sites/:site/consent").handler(this::allow).handler(Reply.handler(pages::form));
        router.get("/sites/:site/consent/versions").handler(this::allow).handler(Reply.handler(versions::list));
        router.get("/sites/:site/consent/versions/:version")
                .handler(this::allow)
                .handler(Reply.handler(versions::version));
        router.get("/sites/:site/cookies").handler(this::allow).handler(Reply.handler(pages::cookies));
        router.get("/consent/:id").handler(this::allow).handler(Reply.handler(pages::receipt));
    }

    private void allow(RoutingContext ctx) {
        limits.reads().require(visitors.bucket(ctx.request()), "too_many_requests");
        ctx.next();
    }

    private void banner(RoutingContext ctx) {
        var known = Params.query(ctx, "known");
        if (known == null && form(ctx) == Form.BANNER) {
            var site = SiteDoor.site(ctx);
            policies.served(site).onSuccess(policy -> statistics.shown(site.id(), policy));
        }
        var page = known == null
                ? banners.page(SiteDoor.site(ctx), language(ctx), form(ctx))
                : banners.since(SiteDoor.site(ctx), language(ctx), known);
        page.onComplete(found -> send(ctx, found), ctx::fail);
    }

    private static void send(RoutingContext ctx, Optional<Page> page) {
        page.ifPresentOrElse(found -> found.send(ctx.request()), () -> ctx.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .setStatusCode(204)
                .end());
    }

    private Future<Reply> choose(RoutingContext ctx) {
        var site = SiteDoor.site(ctx);
        SiteDoor.language(ctx, messages, Params.query(ctx, "lang"));
        limits.choices().require(site.id() + "/" + visitors.bucket(ctx.request()), "too_many_requests");
        return Bodies.isForm(ctx)
                ? chooseByForm(ctx, site, Bodies.read(ctx, ChoiceRequest.Form.class))
                : chooseByJson(ctx, site, Bodies.read(ctx, ChoiceRequest.class));
    }

    private Future<Reply> chooseByJson(RoutingContext ctx, Site site, ChoiceRequest request) {
        return policies.served(site).compose(policy -> {
            if (Choice.isStale(request, policy)) {
                throw stale(ctx, site, policy);
            }
            return record(ctx, site, policy, request).map(chosen -> recorded(ctx, chosen, policy));
        });
    }

    private Future<Reply> chooseByForm(RoutingContext ctx, Site site, ChoiceRequest.Form form) {
        return policies.served(site).compose(policy -> {
            var request = form.choice(policy);
            return Choice.answers(request, policy)
                    ? record(ctx, site, policy, request).map(chosen -> shown(ctx, site, chosen, policy))
                    : pages.staleForm(ctx, policy);
        });
    }

    private Future<Consents.Chosen> record(RoutingContext ctx, Site site, Policy policy, ChoiceRequest request) {
        var choice = Choice.from(request, policy, messages, site.settings().locale());
        return consents.choose(site, choice, Repeats.key(ctx));
    }

    private Reply recorded(RoutingContext ctx, Consents.Chosen chosen, Policy policy) {
        var url = addresses.receipt(chosen.code());
        var reply = Reply.json(201, ChosenJson.of(chosen, url)).with("Location", url);
        var origin = Cors.origin(ctx.request());
        var site = SiteDoor.site(ctx);
        return origin == null ? reply : remember(ctx, reply, chosen, policy, addresses.memory(site, origin));
    }

    private Reply shown(RoutingContext ctx, Site site, Consents.Chosen chosen, Policy policy) {
        var memory = addresses.memory(site);
        var reply = Reply.seeOther(addresses.receipt(chosen.code()));
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
    private Reply remember(RoutingContext ctx, Reply reply, Consents.Chosen chosen, Policy policy, DomainCase memory) {
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
                        banners.document(site, policy, language(ctx), Reply.asNodes(ctx) ? Form.BANNER : Form.JSON));
    }

    /** The language of the page that asks, else the site's; never the browser's, for the bytes are everybody's. */
    private String language(RoutingContext ctx) {
        var asked = Params.query(ctx, "lang");
        return messages.pick(asked, null, SiteDoor.site(ctx).settings().locale());
    }

    private static Form form(RoutingContext ctx) {
        if (!Reply.asNodes(ctx)) {
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
