package dev.palabre.comment.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentStore.Mails;
import dev.palabre.comment.model.CommentStore.New;
import dev.palabre.comment.model.NewComment;
import dev.palabre.problem.Problem;
import dev.palabre.site.PageUrl;
import dev.palabre.site.SampleSite;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How submissions are batched, on a writer that writes when the test says so. */
final class CommentBatcherTest {
    private final RecordingWriter writer = new RecordingWriter();
    private final CommentBatcher submissions = new CommentBatcher(writer, 100);

    private record Batch(List<New> comments, Promise<Set<UUID>> written) {
        void commit() {
            written.complete(comments.stream().map(New::id).collect(Collectors.toSet()));
        }
    }

    private static final class RecordingWriter implements CommentBatcher.Writer {
        private final List<Batch> batches = new ArrayList<>();
        private final Set<UUID> closed = new HashSet<>();

        @Override
        public Future<Set<UUID>> closed(List<New> comments) {
            return Future.succeededFuture(closed);
        }

        @Override
        public Future<Set<UUID>> write(List<New> comments) {
            var batch = new Batch(comments, Promise.promise());
            batches.add(batch);
            return batch.written().future();
        }

        Batch batch(int index) {
            return batches.get(index);
        }

        List<Integer> sizes() {
            return batches.stream().map(batch -> batch.comments().size()).toList();
        }
    }

    @Test
    void take_writesTheFirstCommentAtOnce() {
        var taken = submissions.take(comment(1));
        assertThat(writer.sizes()).containsExactly(1);
        assertThat(taken.isComplete()).isFalse();
        writer.batch(0).commit();
        assertThat(taken.result()).isTrue();
    }

    @Test
    void take_gathersWhatComesInTheMeantime() {
        take(1, 11);
        assertThat(writer.sizes()).containsExactly(1);
        writer.batch(0).commit();
        assertThat(writer.sizes()).containsExactly(1, 10);
    }

    @Test
    void take_writesAtMostSixtyFourTogether() {
        take(1, 100);
        writer.batch(0).commit();
        writer.batch(1).commit();
        assertThat(writer.sizes()).containsExactly(1, 64, 35);
    }

    @Test
    void take_keepsTheOrderOfArrival() {
        var comments = IntStream.range(0, 20).mapToObj(i -> comment(1)).toList();
        comments.forEach(submissions::take);
        writer.batch(0).commit();
        assertThat(writer.batch(1).comments()).isEqualTo(comments.subList(1, 20));
    }

    @Test
    void take_letsNoSiteWaitForAnother() {
        var stuck = take(1, 5);
        var other = submissions.take(comment(2));
        assertThat(writer.sizes()).containsExactly(1, 1);
        writer.batch(1).commit();
        assertThat(other.result()).isTrue();
        assertThat(stuck).noneMatch(Future::isComplete);
    }

    @Test
    void take_failsOnlyTheSiteWhoseDatabaseIsStuck() {
        var stuck = take(1, 5);
        take(2, 1);
        var other = submissions.take(comment(2));
        writer.batch(0).written().fail(new TimeoutException());
        assertThat(stuck).allMatch(Future::failed);
        assertThat(other.isComplete()).isFalse();
        writer.batch(1).commit();
        writer.batch(2).commit();
        assertThat(other.result()).isTrue();
    }

    @Test
    void take_startsAnewAfterAFailure() {
        take(1, 3);
        writer.batch(0).written().fail(new TimeoutException());
        var next = submissions.take(comment(1));
        writer.batch(1).commit();
        assertThat(next.result()).isTrue();
    }

    @Test
    void take_refusesWhatTheQueueOfASiteDoesNotHold() {
        var taken = take(1, 101);
        assertThat(taken).noneMatch(Future::failed);
        var refused = submissions.take(comment(1));
        assertThat(refused.cause()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            assertThat(problem.retryAfterSeconds()).isPositive();
        });
        assertThat(submissions.take(comment(2)).failed()).isFalse();
        writer.batch(0).commit();
        assertThat(submissions.take(comment(1)).failed()).isFalse();
    }

    @Test
    void take_refusesAClosedThreadWithoutDisturbingTheOthers() {
        take(1, 1);
        var closed = comment(1);
        writer.closed.add(closed.id());
        var refused = submissions.take(closed);
        var others = take(1, 3);
        writer.batch(0).commit();
        assertThat(code(refused)).isEqualTo("thread_closed");
        assertThat(writer.sizes()).containsExactly(1, 3);
        writer.batch(1).commit();
        assertThat(others).allMatch(Future::result);
    }

    @Test
    void take_writesNothingWhereAllThreadsAreClosed() {
        var closed = comment(1);
        writer.closed.add(closed.id());
        assertThat(code(submissions.take(closed))).isEqualTo("thread_closed");
        assertThat(writer.sizes()).isEmpty();
        assertThat(submissions.take(comment(1)).failed()).isFalse();
        assertThat(writer.sizes()).containsExactly(1);
    }

    @Test
    void take_answersFalseForWhatWasWrittenBefore() {
        var taken = submissions.take(comment(1));
        writer.batch(0).written().complete(Set.of());
        assertThat(taken.result()).isFalse();
    }

    @Test
    void take_writesOneByOneWhatFailsTogether() {
        take(1, 1);
        var three = take(1, 3);
        writer.batch(0).commit();
        writer.batch(1).written().fail(row("23505"));
        assertThat(writer.sizes()).containsExactly(1, 3, 1);
        writer.batch(2).commit();
        writer.batch(3).written().fail(row("22021"));
        writer.batch(4).commit();
        assertThat(three.get(0).result()).isTrue();
        assertThat(three.get(1).failed()).isTrue();
        assertThat(three.get(2).result()).isTrue();
    }

    @Test
    void take_triesARefusedCommentOnce() {
        var refused = submissions.take(comment(1));
        writer.batch(0).written().fail(row("23505"));
        assertThat(refused.failed()).isTrue();
        assertThat(writer.sizes()).containsExactly(1);
    }

    @Test
    void take_letsThoseBehindTryWhereOnlyTheConnectionBroke() {
        var first = take(1, 1);
        var behind = take(1, 2);
        writer.batch(0).written().fail(row("08006"));
        assertThat(first).allMatch(Future::failed);
        assertThat(writer.sizes()).containsExactly(1, 2);
        writer.batch(1).commit();
        assertThat(behind).allMatch(Future::result);
    }

    @Test
    void take_failsThoseBehindAStatementThatRanOutOfTime() {
        take(1, 1);
        var behind = take(1, 2);
        writer.batch(0).written().fail(row("57014"));
        assertThat(behind).allMatch(Future::failed);
        assertThat(writer.sizes()).containsExactly(1);
    }

    private List<Future<Boolean>> take(int siteId, int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> submissions.take(comment(siteId)))
                .toList();
    }

    private static PgException row(String state) {
        return new PgException("refused", "ERROR", state, "");
    }

    private static String code(Future<Boolean> refused) {
        return refused.cause() instanceof Problem problem ? problem.code() : "";
    }

    private static New comment(int siteId) {
        var sample = SampleSite.of("LSI", Map.of());
        var site = new Site(siteId, sample.key(), sample.name(), sample.origins(), sample.settings());
        var page = PageUrl.of(site, "https://lsi.example/a", null);
        var draft = new NewComment(site, page, "A", "Bonjour", null, null, null, false, "fr", "v");
        return new New(
                UUID.randomUUID(), draft, null, CommentStatus.PENDING, false, null, "", "k", new byte[0], Mails.NONE);
    }
}
