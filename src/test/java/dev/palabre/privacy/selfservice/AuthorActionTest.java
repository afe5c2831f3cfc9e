package dev.palabre.privacy.selfservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.site.SampleSite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the holder of a receipt may do. */
final class AuthorActionTest {
    @Test
    void parse_readsEveryNameAndNothingElse() {
        for (var action : AuthorAction.values()) {
            assertThat(AuthorAction.parse(action.wire())).contains(action);
        }
        assertThat(AuthorAction.parse("ERASE")).isEmpty();
        assertThat(AuthorAction.parse("")).isEmpty();
        assertThat(AuthorAction.parse(null)).isEmpty();
    }

    @Test
    void of_withdrawnCommentLeavesOnlyTheRightsOfItsAuthor() {
        assertThat(open(CommentStatus.WITHDRAWN))
                .containsExactlyInAnyOrder(
                        AuthorAction.RENEW, AuthorAction.CORRECT, AuthorAction.DOWNLOAD, AuthorAction.ERASE);
    }

    @Test
    void of_commentWithoutAddressCannotBeMailedAbout() {
        var comment = SampleComment.of(CommentStatus.PENDING, null, null);
        assertThat(AuthorAction.of(SampleSite.of("Le Soleil", Map.of()), comment))
                .noneMatch(AuthorAction::isMailed)
                .contains(AuthorAction.WITHDRAW);
    }

    @Test
    void isMailed_everythingThatConcernsPersonalData() {
        assertThat(List.of(AuthorAction.CORRECT, AuthorAction.DOWNLOAD, AuthorAction.ERASE, AuthorAction.RENEW))
                .allMatch(AuthorAction::isMailed);
        assertThat(List.of(AuthorAction.EDIT, AuthorAction.WITHDRAW, AuthorAction.MUTE, AuthorAction.UNMUTE))
                .noneMatch(AuthorAction::isMailed);
    }

    private static List<AuthorAction> open(CommentStatus status) {
        return AuthorAction.of(SampleSite.of("Le Soleil", Map.of()), SampleComment.of(status));
    }
}
