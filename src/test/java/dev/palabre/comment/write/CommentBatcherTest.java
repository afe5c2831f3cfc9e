package dev.palabre.comment.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentStore.Mails;
import dev.palabre.comment.model.CommentStore.NewRow;
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
    private final CommentBatcher batcher = new CommentBatcher(writer, 100);

    private record Batch(List<NewRow> comments, Promise<Set<UUID>> written) {
        void commit() {
            written.complete(comments.stream().map(NewRow::id).collect(Collectors.toSet()));
        }
    }

    private static final class RecordingWriter implements CommentBatcher.Writer {
        private final List<Batch> batches = new ArrayList<>();
        private final Set<UUID> closed = new HashSet<>();

        @Override
        public Future<Set<UUID>> closed(List<NewRow> comments) {
            return Future.succeededFuture(closed);
        }

        @Override
        public Future<Set<UUID>> write(List<NewRow> comments) {
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
    void write_writesTheFirstCommentAtOnce() {
        var taken = batcher.write(comment(1));
        assertThat(writer.sizes()).containsExactly(1);
        assertThat(taken.isComplete()).isFalse();
        writer.batch(0).commit();
        assertThat(taken.result()).isTrue();
    }

    @Test
    void write_gathersWhatComesInTheMeantime() {
        take(1, 11);
        assertThat(writer.sizes()).containsExactly(1);
        writer.batch(0).commit();
        assertThat(writer.sizes()).containsExactly(1, 10);
    }

    @Test
    void write_writesAtMostSixtyFourTogether() {
        take(1, 100);
        writer.batch(0).commit();
        writer.batch(1).commit();
        assertThat(writer.sizes()).containsExactly(1, 64, 35);
    }

    @Test
    void write_keepsTheOrderOfArrival() {
        var comments = IntStream.range(0, 20).mapToObj(i -> comment(1)).toList();
        comments.forEach(batcher::write);
        writer.batch(0).commit();
        assertThat(writer.batch(1).comments()).isEqualTo(comments.subList(1, 20));
    }

    @Test
    void write_letsNoSiteWaitForAnother() {
        var stuck = take(1, 5);
        var other = batcher.write(comment(2));
        assertThat(writer.sizes()).containsExactly(1, 1);
        writer.batch(1).commit();
        assertThat(other.result()).isTrue();
        assertThat(stuck).noneMatch(Future::isComplete);
    }

    @Test
    void write_failsOnlyTheSiteWhoseDatabaseIsStuck() {
        var stuck = take(1, 5);
        take(2, 1);
        var other = batcher.write(comment(2));
        writer.batch(0).written().fail(new TimeoutException());
        assertThat(stuck).allMatch(Future::failed);
        assertThat(other.isComplete()).isFalse();
        writer.batch(1).commit();
        writer.batch(2).commit();
        assertThat(other.result()).isTrue();
    }

    @Test
    void write_startsAnewAfterAFailure() {
        take(1, 3);
        writer.batch(0).written().fail(new TimeoutException());
        var next = batcher.write(comment(1));
        writer.batch(1).commit();
        assertThat(next.result()).isTrue();
    }

    @Test
    void write_refusesWhatTheQueueOfASiteDoesNotHold() {
        var taken = take(1, 101);
        assertThat(taken).noneMatch(Future::failed);
        var refused = batcher.write(comment(1));
        assertThat(refused.cause()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            assertThat(problem.retryAfterSeconds()).isPositive();
        });
        assertThat(batcher.write(comment(2)).failed()).isFalse();
        writer.batch(0).commit();
        assertThat(batcher.write(comment(1)).failed()).isFalse();
    }

    @Test
    void write_refusesAClosedThreadWithoutDisturbingTheOthers() {
        take(1, 1);
        var closed = comment(1);
        writer.closed.add(closed.id());
        var refused = batcher.write(closed);
        var others = take(1, 3);
        writer.batch(0).commit();
        assertThat(code(refused)).isEqualTo("thread_closed");
        assertThat(writer.sizes()).containsExactly(1, 3);
        writer.batch(1).commit();
        assertThat(others).allMatch(Future::result);
    }

    @Test
    void write_writesNothingWhereAllThreadsAreClosed() {
        var closed = comment(1);
        writer.closed.add(closed.id());
        assertThat(code(batcher.write(closed))).isEqualTo("thread_closed");
        assertThat(writer.sizes()).isEmpty();
        assertThat(batcher.write(comment(1)).failed()).isFalse();
        assertThat(writer.sizes()).containsExactly(1);
    }

    @Test
    void write_answersFalseForWhatWasWrittenBefore() {
        var taken = batcher.write(comment(1));
        writer.batch(0).written().complete(Set.of());
        assertThat(taken.result()).isFalse();
    }

    @Test
    void write_writesOneByOneWhatFailsTogether() {
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
    void write_triesARefusedCommentOnce() {
        var refused = batcher.write(comment(1));
        writer.batch(0).written().fail(row("23505"));
        assertThat(refused.failed()).isTrue();
        assertThat(writer.sizes()).containsExactly(1);
    }

    @Test
    void write_letsThoseBehindTryWhereOnlyTheConnectionBroke() {
        var first = take(1, 1);
        var behind = take(1, 2);
        writer.batch(0).written().fail(row("08006"));
        assertThat(first).allMatch(Future::failed);
        assertThat(writer.sizes()).containsExactly(1, 2);
        writer.batch(1).commit();
        assertThat(behind).allMatch(Future::result);
    }

    @Test
    void write_failsThoseBehindAStatementThatRanOutOfTime() {
        take(1, 1);
        var behind = take(1, 2);
        writer.batch(0).written().fail(row("57014"));
        assertThat(behind).allMatch(Future::failed);
        assertThat(writer.sizes()).containsExactly(1);
    }

    private List<Future<Boolean>> take(int siteId, int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> batcher.write(comment(siteId)))
                .toList();
    }

    private static PgException row(String state) {
        return new PgException("refused", "ERROR", state, "");
    }

    private static String code(Future<Boolean> refused) {
        return refused.cause() instanceof Problem problem ? problem.code() : "";
    }

    private static NewRow comment(int siteId) {
        var sample = SampleSite.of("LSI", Map.of());
        var site = new Site(siteId, sample.key(), sample.name(), sample.origins(), sample.settings());
        var page = PageUrl.of(site, "https://lsi.example/a", null);
        var draft = new NewComment(site, page, "A", "Bonjour", null, null, null, false, "fr", "v");
        return new NewRow(
                UUID.randomUUID(), draft, null, CommentStatus.PENDING, false, null, "", "k", new byte[0], Mails.NONE);
    }
}
