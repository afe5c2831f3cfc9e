package dev.palabre.request.console;

import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.request.Request;
import dev.palabre.request.Requests;
import dev.palabre.signin.Caller;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Requests are for those who decide on their site: people write in them what nobody else needs to read. */
final class Rights {
    private Rights() {}

    /** The sites that somebody decides on. */
    static List<Integer> sites(Caller caller) {
        return caller.sites().stream().filter(caller::canDecide).toList();
    }

    /** One that the caller may answer; 404 where it is of a site that they do not see, 403 where they only read. */
    static Future<Request> require(Requests requests, Caller caller, UUID id) {
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
