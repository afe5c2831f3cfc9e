package dev.palabre.comment.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The allowed changes of status. */
final class CommentStatusTest {
    @Test
    void status_hasTheMovesOfThePlanAndNoOther() {
        var moves = List.of(
                "PENDING>PUBLISHED",
                "PENDING>REJECTED",
                "PENDING>SPAM",
                "PENDING>WITHDRAWN",
                "PENDING>ERASED",
                "PUBLISHED>REMOVED",
                "PUBLISHED>SPAM",
                "PUBLISHED>PENDING",
                "PUBLISHED>WITHDRAWN",
                "PUBLISHED>ERASED",
                "REJECTED>PUBLISHED",
                "REJECTED>PENDING",
                "REJECTED>WITHDRAWN",
                "REJECTED>ERASED",
                "SPAM>PUBLISHED",
                "SPAM>PENDING",
                "SPAM>WITHDRAWN",
                "SPAM>ERASED",
                "REMOVED>PUBLISHED",
                "REMOVED>PENDING",
                "REMOVED>WITHDRAWN",
                "REMOVED>ERASED",
                "WITHDRAWN>ERASED");
        var found = Arrays.stream(CommentStatus.values())
                .flatMap(from -> Arrays.stream(CommentStatus.values())
                        .filter(from::mayBecome)
                        .map(to -> from + ">" + to))
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(moves);
        for (var status : CommentStatus.values()) {
            assertThat(CommentStatus.of(status.wire())).isEqualTo(status);
        }
    }
}
