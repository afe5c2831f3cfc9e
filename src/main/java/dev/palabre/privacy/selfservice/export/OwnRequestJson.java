package dev.palabre.privacy.selfservice.export;

import dev.palabre.privacy.datarequest.DataRequest;
import org.jspecify.annotations.Nullable;

/** A data request in the personal data file. */
record OwnRequestJson(
        String id,
        String kind,
        String text,
        String askedAt,
        String dueAt,
        @Nullable String answer,
        @Nullable String answeredAt) {
    static OwnRequestJson of(DataRequest request) {
        var answered = request.answeredAt();
        return new OwnRequestJson(
                request.id().toString(),
                request.type().wire(),
                request.text(),
                request.requestedAt().toString(),
                request.dueAt().toString(),
                request.answer(),
                answered == null ? null : answered.toString());
    }
}
