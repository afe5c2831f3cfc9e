package dev.palabre.request.console;

import dev.palabre.request.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request as programs of moderators see it. */
record RequestJson(
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
    static RequestJson of(Request request, String site, Instant now) {
        var answered = request.answeredAt();
        var moderator = request.moderatorId();
        return new RequestJson(
                request.id().toString(),
                site,
                request.matter().wire(),
                request.email(),
                request.text(),
                request.lang(),
                request.askedAt().toString(),
                request.dueAt().toString(),
                request.isOverdue(now),
                request.answer(),
                answered == null ? null : answered.toString(),
                moderator == null ? null : moderator.toString());
    }
}
