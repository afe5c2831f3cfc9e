package dev.palabre.console.datarequest;

import dev.palabre.privacy.datarequest.DataRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request as programs of moderators see it. */
record DataRequestJson(
        String id,
        String site,
        String kind,
        String email,
        String text,
        String lang,
        String askedAt,
        String dueAt,
        boolean overdue,
        @Nullable String answer,
        @Nullable String answeredAt,
        @Nullable String moderatorId) {
    static DataRequestJson of(DataRequest request, String site, Instant now) {
        var answered = request.answeredAt();
        var moderator = request.moderatorId();
        return new DataRequestJson(
                request.id().toString(),
                site,
                request.type().wire(),
                request.email(),
                request.text(),
                request.lang(),
                request.requestedAt().toString(),
                request.dueAt().toString(),
                request.isOverdue(now),
                request.answer(),
                answered == null ? null : answered.toString(),
                moderator == null ? null : moderator.toString());
    }
}
