package dev.palabre.consent.console;

import dev.palabre.consent.Finding;
import dev.palabre.consent.PolicySource;
import dev.palabre.consent.Publications;
import dev.palabre.consent.Specimens;
import dev.palabre.consent.console.PolicyViews.Told;
import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.http.Reply;
import dev.palabre.moderation.console.Chrome;
import dev.palabre.moderation.console.Chrome.Section;
import dev.palabre.moderation.console.SiteGate;
import dev.palabre.moderation.console.SiteGate.Request;
import dev.palabre.signin.Caller;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a site asks, in the console. GET shows; POST changes the draft, or publishes it, and sends back to the page. */
final class PolicyRoutes {
    private static final List<String> DONE = List.of("saved", "discarded", "published");

    private final Publications publications;
    private final Specimens specimens;
    private final SiteGate door;
    private final PolicyViews views;
    private final Chrome chrome;
    private final Failures failures;

    PolicyRoutes(
            Publications publications,
            Specimens specimens,
            SiteGate door,
            PolicyViews views,
            ConsentDesk.Console console) {
        this.publications = publications;
        this.specimens = specimens;
        this.door = door;
        this.views = views;
        chrome = console.chrome();
        failures = console.failures();
    }

    void mount(Router router) {
        router.get("/moderation/consent/:site").handler(door.deciding(this::show));
        router.post("/moderation/consent/:site/draft").handler(door.deciding((request, site) -> edit(request, site)));
        router.get("/moderation/consent/:site/publish")
                .handler(door.deciding((request, site) -> confirm(request, site, 200, null)));
        router.post("/moderation/consent/:site/publish").handler(door.deciding(this::publish));
    }

    private Future<Reply> show(Request request, Site site) {
        var done = Params.query(request.ctx(), "done");
        var told = done != null && DONE.contains(done) ? chrome.say(request.lang(), "consent.desk.done." + done) : null;
        return editor(request, site, 200, new Told(told, null, Params.query(request.ctx(), "open")));
    }

    private Future<Reply> editor(Request request, Site site, int status, Told told) {
        return Future.all(publications.inForce(site), publications.draft(site), publications.history(site))
                .map(found -> {
                    var inForce = found.<PolicySource>resultAt(0);
                    var draft = found.<Optional<PolicySource>>resultAt(1);
                    var edited = draft.orElse(inForce);
                    var read = new PolicyViews.Read(
                            site,
                            publications.policy(site, inForce),
                            publications.policy(site, edited),
                            draft.isPresent(),
                            publications.lint(site, edited),
                            found.resultAt(2));
                    var view = views.editor(request.lang(), request.caller(), read, told);
                    return chrome.page(request.ctx(), status, "console-consent", view);
                });
    }

    private Future<Reply> edit(Request request, Site site) {
        owns(request.caller(), site);
        var fields = Bodies.read(request.ctx(), Fields.class);
        var discards = fields.text("do").equals("discard");
        return Future.succeededFuture(fields)
                .compose(typed -> discards
                        ? publications.discard(site)
                        : publications.edit(
                                site,
                                PolicyEdits.of(typed, site.settings().locale()),
                                request.caller().moderatorId()))
                .map(done -> Reply.seeOther(
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
    private static String anchor(Fields fields) {
        var purpose = fields.text("purpose");
        return purpose.matches("[a-z0-9-]+") ? "&open=" + purpose + "#purpose-" + purpose : "";
    }

    private Future<Reply> confirm(Request request, Site site, int status, @Nullable String refusal) {
        return Future.all(publications.inForce(site), publications.draft(site), publications.history(site))
                .map(found -> {
                    var draft = found.<Optional<PolicySource>>resultAt(1);
                    var source = draft.orElse(found.<PolicySource>resultAt(0));
                    var waits = draft.isPresent() || found.<List<?>>resultAt(2).isEmpty();
                    var view = review(request, site, source, waits, refusal);
                    return chrome.page(request.ctx(), status, "console-consent-publish", view);
                });
    }

    /** The draft as visitors will see it; it can be published where something waits and nothing forbids it. */
    private PublishView review(
            Request request, Site site, PolicySource source, boolean waits, @Nullable String refusal) {
        var policy = publications.policy(site, source);
        var findings = publications.lint(site, source);
        return new PublishView(
                request.lang(),
                chrome.dir(request.lang()),
                chrome.frame(chrome.say(request.lang(), "consent.desk.publish"), request.caller(), Section.CONSENT),
                site.name(),
                policy.version(),
                waits && PolicyViews.mayEdit(request.caller(), site) && !Finding.refuses(findings),
                refusal,
                views.findings(request.lang(), findings),
                specimens.of(site, policy),
                views.path(site) + "/publish",
                views.path(site));
    }

    private Future<Reply> publish(Request request, Site site) {
        owns(request.caller(), site);
        var version = Bodies.read(request.ctx(), Fields.class).text("version");
        return publications
                .publish(site, request.caller().moderatorId(), version)
                .compose(outcome -> outcome.published().isPresent()
                        ? Future.succeededFuture(Reply.seeOther(views.path(site) + "?done=published"))
                        : confirm(request, site, 422, chrome.say(request.lang(), "consent.desk.refused")))
                .recover(failure -> failure instanceof Problem problem
                        ? confirm(request, site, problem.kind().status(), failures.sentence(problem, request.lang()))
                        : Future.failedFuture(failure));
    }

    private static void owns(Caller caller, Site site) {
        if (!PolicyViews.mayEdit(caller, site)) {
            throw Problem.of(Kind.FORBIDDEN, "owner_only");
        }
    }
}
