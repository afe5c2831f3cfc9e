package dev.palabre.request.console;

import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.http.Reply;
import dev.palabre.moderation.console.Chrome;
import dev.palabre.moderation.console.SiteGate;
import dev.palabre.request.Request;
import dev.palabre.request.Requests;
import dev.palabre.request.console.RequestViews.Placed;
import dev.palabre.request.console.RequestViews.Refused;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The desk on which requests land, with until when they are to be answered, and the form that answers. */
final class RequestRoutes {
    private static final String HOME = "/moderation/requests";
    private static final int MOST_OPEN = 500;
    private static final int MOST_ANSWERED = 50;

    private final Requests requests;
    private final SiteGate gate;
    private final Chrome chrome;
    private final RequestViews views;

    record Typed(@Nullable String answer) {}

    RequestRoutes(Requests requests, SiteGate gate, Chrome chrome, Failures failures) {
        this.requests = requests;
        this.gate = gate;
        this.chrome = chrome;
        this.views = new RequestViews(chrome, failures);
    }

    void mount(Router router) {
        router.get(HOME).handler(gate.signedIn(this::show));
        router.post(HOME + "/:id/answer").handler(gate.signedIn(this::answer));
    }

    private Future<Reply> show(SiteGate.Request asked) {
        if (Rights.sites(asked.caller()).isEmpty()) {
            return Future.failedFuture(Rights.readerOnly());
        }
        return page(asked, 200, null);
    }

    private Future<Reply> answer(SiteGate.Request asked) {
        var id = Params.id(asked.ctx(), "id");
        var typed = Bodies.read(asked.ctx(), Typed.class).answer();
        return Rights.require(requests, asked.caller(), id)
                .compose(request ->
                        requests.answer(request, typed, asked.caller().moderatorId()))
                .map(done -> Reply.seeOther(chrome.path(HOME) + "?done=1"))
                .recover(failure -> failure instanceof Problem problem
                                && (problem.kind() == Kind.INVALID || problem.kind() == Kind.CONFLICT)
                        ? page(asked, problem.kind().status(), new Refused(id, typed == null ? "" : typed, problem))
                        : Future.failedFuture(failure));
    }

    private Future<Reply> page(SiteGate.Request asked, int status, @Nullable Refused refused) {
        var siteIds = Rights.sites(asked.caller());
        return Future.all(
                        gate.seen(asked.caller()),
                        requests.waiting(siteIds, MOST_OPEN),
                        requests.answered(siteIds, MOST_ANSWERED))
                .map(read -> {
                    List<Site> sites = read.resultAt(0);
                    var view = views.of(
                            asked,
                            placed(sites, read.resultAt(1)),
                            placed(sites, read.resultAt(2)),
                            refused == null && Params.query(asked.ctx(), "done") != null,
                            refused);
                    return chrome.page(asked.ctx(), status, "console-requests", view);
                });
    }

    private static List<Placed> placed(List<Site> sites, List<Request> found) {
        var byId = sites.stream().collect(Collectors.toMap(Site::id, site -> site));
        return found.stream()
                .flatMap(
                        request -> Stream.ofNullable(byId.get(request.siteId())).map(site -> new Placed(request, site)))
                .toList();
    }
}
