package dev.palabre.privacy.selfservice;

import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What another room keeps of a visitor under a number that the visitor holds; no address leads to it. */
@FunctionalInterface
public interface ConsentRecordLookup {
    /**
     * One record.
     *
     * @param sentence when, and what, in the reader's words
     * @param json all of it
     */
    record Kept(String sentence, Map<String, @Nullable Object> json) {}

    /**
     * All records of a visitor, the newest first; none for who holds no number.
     *
     * @param ctx a request that may remember the number
     * @param typed the number as the visitor typed it, empty for none
     * @throws dev.palabre.problem.Problem 422 as a failed future where what was typed opens nothing
     */
    Future<List<Kept>> of(Site site, RoutingContext ctx, String typed, String lang);
}
