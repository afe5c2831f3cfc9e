package dev.palabre.console.datarequest;

import dev.palabre.console.datarequest.DataRequestPresenter.Placed;
import dev.palabre.console.datarequest.DataRequestPresenter.Refused;
import dev.palabre.console.layout.ConsoleAccess;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleRequest;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Response;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The desk on which requests land, with until when they are to be answered, and the form that answers. */
final class DataRequestPages {
    private static final String HOME = "/moderation/requests";
    private static final int MOST_OPEN = 500;
    private static final int MOST_ANSWERED = 50;

    private final DataRequests requests;
    private final ConsoleAccess gate;
    private final ConsoleLayout layout;
    private final DataRequestPresenter views;

    record Typed(@Nullable String answer) {}

    DataRequestPages(DataRequests requests, ConsoleAccess gate, ConsoleLayout layout, ErrorHandler failures) {
        this.requests = requests;
        this.gate = gate;
        this.layout = layout;
        this.views = new DataRequestPresenter(layout, failures);
    }

    void mount(Router router) {
        router.get(HOME).handler(gate.signedIn(this::show));
        router.post(HOME + "/:id/answer").handler(gate.signedIn(this::answer));
    }

    private Future<Response> show(ConsoleRequest asked) {
        if (DataRequestAccess.sites(asked.principal()).isEmpty()) {
            return Future.failedFuture(DataRequestAccess.readerOnly());
        }
        return page(asked, 200, null);
    }

    private Future<Response> answer(ConsoleRequest asked) {
        var id = asked.id("id");
        var typed = asked.body(Typed.class).answer();
        return DataRequestAccess.require(requests, asked.principal(), id)
                .compose(request ->
                        requests.answer(request, typed, asked.principal().moderatorId()))
                .map(done -> Response.seeOther(layout.path(HOME) + "?done=1"))
                .recover(failure -> failure instanceof Problem problem
                                && (problem.kind() == Kind.INVALID || problem.kind() == Kind.CONFLICT)
                        ? page(asked, problem.kind().status(), new Refused(id, typed == null ? "" : typed, problem))
                        : Future.failedFuture(failure));
    }

    private Future<Response> page(ConsoleRequest asked, int status, @Nullable Refused refused) {
        var siteIds = DataRequestAccess.sites(asked.principal());
        return Future.all(
                        gate.seen(asked.principal()),
                        requests.waiting(siteIds, MOST_OPEN),
                        requests.answered(siteIds, MOST_ANSWERED))
                .map(read -> {
                    List<Site> sites = read.resultAt(0);
                    var view = views.of(
                            asked,
                            placed(sites, read.resultAt(1)),
                            placed(sites, read.resultAt(2)),
                            refused == null && asked.query("done") != null,
                            refused);
                    return layout.page(status, "console-requests", view);
                });
    }

    private static List<Placed> placed(List<Site> sites, List<DataRequest> found) {
        var byId = sites.stream().collect(Collectors.toMap(Site::id, site -> site));
        return found.stream()
                .flatMap(
                        request -> Stream.ofNullable(byId.get(request.siteId())).map(site -> new Placed(request, site)))
                .toList();
    }
}
