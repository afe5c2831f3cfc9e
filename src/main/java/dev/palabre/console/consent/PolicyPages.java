package dev.palabre.console.consent;

import dev.palabre.auth.Principal;
import dev.palabre.consent.banner.BannerPreviews;
import dev.palabre.consent.lint.Finding;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.publishing.PolicyPublishing;
import dev.palabre.console.consent.PolicyPresenter.Told;
import dev.palabre.console.layout.ConsoleAccess;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.console.layout.ConsoleRequest;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a site asks, in the console. GET shows; POST changes the draft, or publishes it, and sends back to the page. */
final class PolicyPages {
    private static final List<String> DONE = List.of("saved", "discarded", "published");

    private final PolicyPublishing publications;
    private final BannerPreviews specimens;
    private final ConsoleAccess access;
    private final PolicyPresenter views;
    private final ConsoleLayout layout;
    private final ErrorHandler failures;

    PolicyPages(
            PolicyPublishing publications,
            BannerPreviews specimens,
            ConsoleAccess access,
            PolicyPresenter views,
            ConsentConsoleModule.Console console) {
        this.publications = publications;
        this.specimens = specimens;
        this.access = access;
        this.views = views;
        layout = console.layout();
        failures = console.failures();
    }

    void mount(Router router) {
        router.get("/moderation/consent/:site").handler(access.deciding(this::show));
        router.post("/moderation/consent/:site/draft").handler(access.deciding((request, site) -> edit(request, site)));
        router.get("/moderation/consent/:site/publish")
                .handler(access.deciding((request, site) -> confirm(request, site, 200, null)));
        router.post("/moderation/consent/:site/publish").handler(access.deciding(this::publish));
    }

    private Future<Response> show(ConsoleRequest request, Site site) {
        var done = request.query("done");
        var told =
                done != null && DONE.contains(done) ? layout.text(request.lang(), "consent.desk.done." + done) : null;
        return editor(request, site, 200, new Told(told, null, request.query("open")));
    }

    private Future<Response> editor(ConsoleRequest request, Site site, int status, Told told) {
        return Future.all(publications.inForce(site), publications.draft(site), publications.history(site))
                .map(found -> {
                    var inForce = found.<PolicyDefinition>resultAt(0);
                    var draft = found.<Optional<PolicyDefinition>>resultAt(1);
                    var edited = draft.orElse(inForce);
                    var read = new PolicyPresenter.Read(
                            site,
                            publications.policy(site, inForce),
                            publications.policy(site, edited),
                            draft.isPresent(),
                            publications.lint(site, edited),
                            found.resultAt(2));
                    var view = views.editor(request.lang(), request.principal(), read, told);
                    return layout.page(status, "console-consent", view);
                });
    }

    private Future<Response> edit(ConsoleRequest request, Site site) {
        owns(request.principal(), site);
        var fields = request.body(PolicyFormFields.class);
        var discards = fields.text("do").equals("discard");
        return Future.succeededFuture(fields)
                .compose(typed -> discards
                        ? publications.discard(site)
                        : publications.edit(
                                site,
                                PolicyForms.of(typed, site.settings().locale()),
                                request.principal().moderatorId()))
                .map(done -> Response.seeOther(
                        views.path(site) + "?done=" + (discards ? "discarded" : "saved") + anchor(fields)))
                .recover(failure -> failure instanceof Problem problem
                        ? editor(
                                request,
                                site,
                                problem.kind().status(),
                                new Told(null, failures.sentence(problem, request.lang()), fields.text("purpose")))
                        : Future.failedFuture(failure));
    }

    /** Back to the purpose that was edited, whose name may not be fit for an address. */
    private static String anchor(PolicyFormFields fields) {
        var purpose = fields.text("purpose");
        return purpose.matches("[a-z0-9-]+") ? "&open=" + purpose + "#purpose-" + purpose : "";
    }

    private Future<Response> confirm(ConsoleRequest request, Site site, int status, @Nullable String refusal) {
        return Future.all(publications.inForce(site), publications.draft(site), publications.history(site))
                .map(found -> {
                    var draft = found.<Optional<PolicyDefinition>>resultAt(1);
                    var source = draft.orElse(found.<PolicyDefinition>resultAt(0));
                    var waits = draft.isPresent() || found.<List<?>>resultAt(2).isEmpty();
                    var view = review(request, site, source, waits, refusal);
                    return layout.page(status, "console-consent-publish", view);
                });
    }

    /** The draft as visitors will see it; it can be published where something waits and nothing forbids it. */
    private PublishView review(
            ConsoleRequest request, Site site, PolicyDefinition source, boolean waits, @Nullable String refusal) {
        var policy = publications.policy(site, source);
        var findings = publications.lint(site, source);
        return new PublishView(
                request.lang(),
                layout.dir(request.lang()),
                layout.frame(layout.text(request.lang(), "consent.desk.publish"), request.principal(), Section.CONSENT),
                site.name(),
                policy.version(),
                waits && PolicyPresenter.mayEdit(request.principal(), site) && !Finding.refuses(findings),
                refusal,
                views.findings(request.lang(), findings),
                specimens.of(site, policy),
                views.path(site) + "/publish",
                views.path(site));
    }

    private Future<Response> publish(ConsoleRequest request, Site site) {
        owns(request.principal(), site);
        var version = request.body(PolicyFormFields.class).text("version");
        return publications
                .publish(site, request.principal().moderatorId(), version)
                .compose(outcome -> outcome.published().isPresent()
                        ? Future.succeededFuture(Response.seeOther(views.path(site) + "?done=published"))
                        : confirm(request, site, 422, layout.text(request.lang(), "consent.desk.refused")))
                .recover(failure -> failure instanceof Problem problem
                        ? confirm(request, site, problem.kind().status(), failures.sentence(problem, request.lang()))
                        : Future.failedFuture(failure));
    }

    private static void owns(Principal caller, Site site) {
        if (!PolicyPresenter.mayEdit(caller, site)) {
            throw Problem.of(Kind.FORBIDDEN, "owner_only");
        }
    }
}
