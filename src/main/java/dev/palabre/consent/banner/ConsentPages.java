package dev.palabre.consent.banner;

import dev.palabre.consent.choice.ConsentCookie;
import dev.palabre.consent.choice.Consents;
import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.Policies;
import dev.palabre.consent.policy.Policy;
import dev.palabre.crypto.AccessCode;
import dev.palabre.http.CachedResponse;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Params;
import dev.palabre.http.Response;
import dev.palabre.http.SecurityHeaders;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.SiteHandler;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** The room's pages for people: the choices as a plain form, and the receipt. */
public final class ConsentPages {
    private final Consents consents;
    private final Policies policies;
    private final Sites sites;
    private final Templates templates;
    private final Messages messages;
    private final ConsentUrls addresses;

    public ConsentPages(
            Consents consents,
            Policies policies,
            Sites sites,
            Templates templates,
            Messages messages,
            ConsentUrls addresses) {
        this.consents = consents;
        this.policies = policies;
        this.sites = sites;
        this.templates = templates;
        this.messages = messages;
        this.addresses = addresses;
    }

    /** The form, in the language asked for, with the choice that this browser remembers. */
    Future<Response> form(RoutingContext ctx) {
        var site = SiteHandler.site(ctx);
        return policies.served(site).compose(policy -> form(ctx, policy, 200));
    }

    /** The form once more: the policy changed while the visitor was choosing. */
    Future<Response> staleForm(RoutingContext ctx, Policy policy) {
        return form(ctx, policy, 409);
    }

    /** What was chosen under a consent id, as a page or as JSON; 404 for any other id. */
    Future<Response> receipt(RoutingContext ctx) {
        ctx.response().putHeader("X-Robots-Tag", "noindex");
        var code = AccessCode.parse(Params.path(ctx, "id")).orElseThrow(Problem::notFound);
        var format = Params.query(ctx, "format");
        return consents.register(code).compose(register -> sites.require(code.siteId())
                .compose(site -> "json".equals(format) || !Response.asPage(ctx)
                        ? Future.succeededFuture(json(code, register, site, format != null))
                        : receiptPage(ctx, code, register, site)));
    }

    /** Every purpose, service and trace of the version in force. */
    Future<Response> cookies(RoutingContext ctx) {
        var site = SiteHandler.site(ctx);
        var lang =
                messages.pick(Params.query(ctx, "lang"), null, site.settings().locale());
        ErrorHandler.speak(ctx, lang);
        return policies.served(site).compose(policy -> {
            SecurityHeaders.protect(ctx.response());
            return Response.rendered(
                            ctx,
                            200,
                            () -> templates.render(
                                    "consent-cookies", CookiesView.of(site, policy, addresses, lang, messages)))
                    .map(reply -> reply.with("Cache-Control", CachedResponse.REVALIDATE));
        });
    }

    private Future<Response> form(RoutingContext ctx, Policy policy, int status) {
        var site = SiteHandler.site(ctx);
        var lang = SiteHandler.language(ctx, messages, Params.query(ctx, "lang"));
        var code = ConsentCookie.read(ctx, site.id());
        var signal = asksForPrivacy(ctx);
        return consents.last(site, code).compose(event -> {
            var known = event.flatMap(last ->
                    code.map(id -> new Consents.Chosen(id, last, last.choices().keySet())));
            SecurityHeaders.protectForm(ctx.response());
            return Response.rendered(
                    ctx,
                    status,
                    () -> templates.render(
                            "consent-page",
                            ConsentPageView.of(site, policy, addresses, lang, messages, known, status == 409, signal)));
        });
    }

    private Future<Response> receiptPage(RoutingContext ctx, AccessCode code, Consents.Register register, Site site) {
        var lang = messages.pick(
                Params.query(ctx, "lang"),
                ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE),
                site.settings().locale());
        ErrorHandler.speak(ctx, lang);
        SecurityHeaders.protect(ctx.response());
        return Response.rendered(
                ctx,
                200,
                () -> templates.render(
                        "consent-receipt", ConsentReceiptView.of(code, register, site, addresses, lang, messages)));
    }

    private static Response json(AccessCode code, Consents.Register register, Site site, boolean download) {
        var reply = Response.json(200, ConsentReceiptView.json(code, register, site));
        return download ? reply.with("Content-Disposition", "attachment; filename=\"palabre-consent.json\"") : reply;
    }

    /** Whether the browser sends the signal of Global Privacy Control; any value but 1 is none. */
    private static boolean asksForPrivacy(RoutingContext ctx) {
        return ctx.request().headers().getAll("Sec-GPC").contains("1");
    }
}
