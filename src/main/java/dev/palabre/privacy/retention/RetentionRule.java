package dev.palabre.privacy.retention;

import dev.palabre.site.RetentionPeriods;
import io.vertx.core.Future;
import java.time.Instant;

/** Something that a site keeps for so many days and no longer. The room that keeps it knows what is due and erases it. */
public interface RetentionRule {
    /** Its name in tables, in the log and in the message bundles. */
    String name();

    /** For how many days a site keeps it, 0 for ever. */
    int days(RetentionPeriods keep);

    /** How many things of a site have been there since before a moment. */
    Future<Long> due(int siteId, Instant before);

    /**
     * Erases the next of them, each batch a transaction of its own, and tells how many went; 0 where none is left, or where
     * somebody else is at them. No mail goes out about it.
     *
     * @param most how many it may take at once, where it can choose
     */
    Future<Integer> erase(int siteId, Instant before, int most);
}
