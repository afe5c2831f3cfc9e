package dev.palabre.moderation;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.text.TypedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it was checked.
 *
 * @param decision what is decided
 * @param reason in the moderator's words, shown to the author, up to 500 characters
 * @param reasonCode a ready-made reason, one of {@link RejectionReasons#CODES}
 * @param note for moderators only, up to 2000 characters
 * @param expected the state that the moderator saw; null decides whatever it is
 * @param stamp of the text that the moderator read; null decides whatever it says
 */
public record DecisionInput(
        Decision decision,
        @Nullable String reason,
        @Nullable String reasonCode,
        @Nullable String note,
        @Nullable CommentStatus expected,
        @Nullable String stamp) {
    private static final int MAX_NOTE = 2_000;

    /**
     * Checks what was sent, all fields at once.
     *
     * @throws Problem 422 naming the fields
     */
    public static DecisionInput from(DecisionRequest request) {
        var errors = new ArrayList<FieldError>();
        var decision = Optional.ofNullable(request.decision()).flatMap(Decision::parse);
        if (decision.isEmpty()) {
            errors.add(FieldError.of("decision", "unknown_decision"));
        }
        var code = blankToNull(request.reasonCode());
        if (code != null && !RejectionReasons.CODES.contains(code)) {
            errors.add(FieldError.of("reasonCode", "unknown_reason"));
        }
        var expected = status(request.expected(), errors);
        var reason = text("reason", request.reason(), RejectionReasons.MAX_LENGTH, errors);
        var note = text("note", request.note(), MAX_NOTE, errors);
        if (!errors.isEmpty()) {
            throw Problem.invalid(List.copyOf(errors));
        }
        return new DecisionInput(decision.orElseThrow(), reason, code, note, expected, blankToNull(request.stamp()));
    }

    /** The same about a text of this stamp; null or blank decides whatever the text says. */
    public DecisionInput ofText(@Nullable String read) {
        return new DecisionInput(decision, reason, reasonCode, note, expected, blankToNull(read));
    }

    private static @Nullable CommentStatus status(@Nullable String wire, List<FieldError> errors) {
        if (blankToNull(wire) == null) {
            return null;
        }
        var found = known(wire);
        if (found.isEmpty()) {
            errors.add(FieldError.of("expected", "unknown_status"));
        }
        return found.orElse(null);
    }

    /** The status of this name, empty for a name that is none. */
    public static Optional<CommentStatus> known(@Nullable String wire) {
        return Stream.of(CommentStatus.values())
                .filter(status -> status.wire().equals(wire))
                .findFirst();
    }

    private static @Nullable String text(String field, @Nullable String typed, int max, List<FieldError> errors) {
        var text = blankToNull(typed);
        if (text == null) {
            return null;
        }
        var checked = TypedText.of(field, text, max);
        if (checked.error() != null) {
            errors.add(checked.error());
        }
        return checked.text();
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
