package dev.palabre.moderation;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One decision of several comments as it is sent. */
record BulkDecisionRequest(
        @Nullable List<@Nullable String> ids,
        @Nullable String decision,
        @Nullable String reason,
        @Nullable String reasonCode,
        @Nullable String note,
        @Nullable String expected,
        @Nullable Map<String, @Nullable String> stamps) {
    private static final int MAX_IDS = 500;

    /** The decision that each comment gets; what was read of each is in {@link #stamp}. */
    DecisionRequest each() {
        return new DecisionRequest(decision, reason, reasonCode, note, expected, null);
    }

    /** The stamp of the text that was read of a comment; null where none was sent. */
    @Nullable
    String stamp(String id) {
        return stamps == null ? null : stamps.get(id);
    }

    /**
     * The comments, each once.
     *
     * @throws Problem 422 for none or too many
     */
    List<String> comments() {
        if (ids == null || ids.isEmpty()) {
            throw Problem.invalid(List.of(FieldError.of("ids", "ids_needed")));
        }
        if (ids.size() > MAX_IDS) {
            throw Problem.invalid(List.of(FieldError.of("ids", "too_many_ids", "max", MAX_IDS)));
        }
        return ids.stream().map(String::valueOf).distinct().toList();
    }
}
