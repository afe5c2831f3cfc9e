package dev.palabre.consent;

import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.Page;
import dev.palabre.kernel.http.Pages;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.kernel.token.Code;
import dev.palabre.site.Site;
import dev.palabre.site.SiteDoor;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** The room's pages for people: the choices as a plain form, and the receipt. */
final class ConsentPages {
    private final Consents consents;
    private final Policies policies;
    private final Sites sites;
    private final Templates templates;
    private final Messages messages;
    private final Addresses addresses;

    ConsentPages(
            Consents consents,
            Policies policies,
            Sites sites,
            Templates templates,
            Messages messages,
            Addresses addresses) {
        this.consents = consents;
        this.policies = policies;
        this.sites = sites;
        this.templates = templates;
        this.messages = messages;
        this.addresses = addresses;
    }

    /** The form, in the language asked for, with the choice that this browser remembers. */
    Future<Reply> form(RoutingContext ctx) {
        var site = SiteDoor.site(ctx);
        return policies.served(site).compose(policy -> form(ctx, policy, 200));
    }

    /** The form once more: the policy changed while the visitor was choosing. */
    Future<Reply> staleForm(RoutingContext ctx, Policy policy) {
        return form(ctx, policy, 409);
    }

    /** What was chosen under a consent id, as a page or as JSON; 404 for any other id. */
    Future<Reply> receipt(RoutingContext ctx) {
        ctx.response().putHeader("X-Robots-Tag", "noindex");
        var code = Code.parse(Params.path(ctx, "id")).orElseThrow(Problem::notFound);
        var format = Params.query(ctx, "format");
        return consents.register(code).compose(register -> sites.require(code.siteId())
                .map(site -> "json".equals(format) || !Reply.asPage(ctx)
                        ? json(code, register, site, format != null)
                        : receiptPage(ctx, code, register, site)));
    }

    /** Every purpose, service and trace of the version in force. */
    Future<Reply> cookies(RoutingContext ctx) {
        var site = SiteDoor.site(ctx);
        var lang =
                messages.pick(Params.query(ctx, "lang"), null, site.settings().locale());
        Failures.speak(ctx, lang);
        return policies.served(site).map(policy -> {
            Pages.protect(ctx.response());
            var view = CookiesView.of(site, policy, addresses, lang, messages);
            return Reply.html(200, templates.render("consent-cookies", view)).with("Cache-Control", Page.REVALIDATE);
        });
    }

    private Future<Reply> form(RoutingContext ctx, Policy policy, int status) {
        var site = SiteDoor.site(ctx);
        var lang = SiteDoor.language(ctx, messages, Params.query(ctx, "lang"));
        var code = ConsentCookie.read(ctx, site.id());
        return consents.last(site, code).map(event -> {
            var known = event.flatMap(last ->
                    code.map(id -> new Consents.Chosen(id, last, last.choices().keySet())));
            var view = ConsentPageView.of(
                    site, policy, addresses, lang, messages, known, status == 409, asksForPrivacy(ctx));
            Pages.protectForm(ctx.response());
            return Reply.html(status, templates.render("consent-page", view));
        });
    }

    private Reply receiptPage(RoutingContext ctx, Code code, Consents.Register register, Site site) {
        var lang = messages.pick(
                Params.query(ctx, "lang"),
                ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE),
                site.settings().locale());
        Failures.speak(ctx, lang);
        Pages.protect(ctx.response());
        var view = ReceiptView.of(code, register, site, addresses, lang, messages);
        return Reply.html(200, templates.render("consent-receipt", view));
    }

    private static Reply json(Code code, Consents.Register register, Site site, boolean download) {
        var reply = Reply.json(200, ReceiptView.json(code, register, site));
        return download ? reply.with("Content-Disposition", "attachment; filename=\"palabre-consent.json\"") : reply;
    }

    /** Whether the browser sends the signal of Global Privacy Control; any value but 1 is none. */
    private static boolean asksForPrivacy(RoutingContext ctx) {
        return ctx.request().headers().getAll("Sec-GPC").contains("1");
    }
}
