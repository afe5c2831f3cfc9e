package dev.palabre.console.datarequest;

import dev.palabre.auth.Principal;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Requests are for those who decide on their site: people write in them what nobody else needs to read. */
final class DataRequestAccess {
    private DataRequestAccess() {}

    /** The sites that somebody decides on. */
    static List<Integer> sites(Principal caller) {
        return caller.sites().stream().filter(caller::canDecide).toList();
    }

    /** One that the caller may answer; 404 where it is of a site that they do not see, 403 where they only read. */
    static Future<DataRequest> require(DataRequests requests, Principal caller, UUID id) {
        return requests.find(caller.sites(), id).map(found -> {
            var request = found.orElseThrow(Problem::notFound);
            if (!caller.canDecide(request.siteId())) {
                throw readerOnly();
            }
            return request;
        });
    }

    static Problem readerOnly() {
        return Problem.of(Kind.FORBIDDEN, "reader_only");
    }
}
