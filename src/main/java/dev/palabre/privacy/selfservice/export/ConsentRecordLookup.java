package dev.palabre.privacy.selfservice.export;

import dev.palabre.site.SiteRequest;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds a visitor's consent records by the number of their receipt; no e-mail address leads to them. */
@FunctionalInterface
public interface ConsentRecordLookup {
    /**
     * One record.
     *
     * @param sentence date and choice, in the reader's language
     * @param json the whole record
     */
    record ConsentRecord(String sentence, Map<String, @Nullable Object> json) {}

    /**
     * All records of a visitor, the newest first; none without a number.
     *
     * @param request whose cookies may hold the number
     * @param typed the number as the visitor typed it, empty for none
     * @throws dev.palabre.problem.Problem 422 as a failed future where what was typed opens nothing
     */
    Future<List<ConsentRecord>> of(SiteRequest request, String typed, String lang);
}
