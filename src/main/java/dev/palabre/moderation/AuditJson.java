package dev.palabre.moderation;

import dev.palabre.site.Site;
import org.jspecify.annotations.Nullable;

/** An audit row in the API. */
record AuditJson(
        String id,
        String site,
        String comment,
        Who moderator,
        String decision,
        String from,
        String to,
        @Nullable String reasonCode,
        @Nullable String reason,
        @Nullable String note,
        String at,
        String digest) {
    record Who(@Nullable String id, @Nullable String email) {}

    static AuditJson of(AuditEntry decided, Site site) {
        var who = decided.moderatorId();
        return new AuditJson(
                decided.id().toString(),
                site.key(),
                decided.commentId().toString(),
                new Who(who == null ? null : who.toString(), decided.email()),
                decided.decision(),
                decided.from(),
                decided.to(),
                decided.reasonCode(),
                decided.reason(),
                decided.note(),
                decided.at().toString(),
                decided.digest());
    }
}
