package dev.palabre.mail.outbox;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Recipients of notices to moderators. */
@FunctionalInterface
public interface Recipients {
    /**
     * A moderator to write to.
     *
     * @param moderatorId the moderator's row
     * @param email where they read mail
     * @param lang in which they read
     */
    record Recipient(UUID moderatorId, String email, String lang) {}

    /** Owners and moderators of a site, not its readers. */
    Future<List<Recipient>> moderatorsOf(int siteId);
}
