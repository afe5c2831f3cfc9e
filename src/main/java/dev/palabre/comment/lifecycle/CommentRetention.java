package dev.palabre.comment.lifecycle;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentStore;
import dev.palabre.comment.model.ExpiredCommentStore;
import dev.palabre.comment.model.ExpiredCommentStore.Old;
import dev.palabre.comment.write.Comments;
import dev.palabre.comment.write.UnconfirmedLimit;
import dev.palabre.db.Database;
import dev.palabre.privacy.retention.ErasureReplayer;
import dev.palabre.privacy.retention.RetentionRule;
import dev.palabre.site.RetentionPeriods;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Erases comments after their retention period, as their author would: the place in the thread stays. */
public final class CommentRetention implements ErasureReplayer, UnconfirmedLimit.Store {
    private final Database database;
    private final Comments comments;
    private final CommentErasure erasure;
    private final ExpiredCommentStore store = new ExpiredCommentStore();
    private final CommentStore rows = new CommentStore();

    /** Erases these comments. */
    public CommentRetention(Database database, Comments comments, CommentErasure erasure) {
        this.database = database;
        this.comments = comments;
        this.erasure = erasure;
    }

    /** The retention rules, one per status. */
    public List<RetentionRule> rules() {
        return List.of(
                new StatusRule("unconfirmed", CommentStatus.PENDING, true, RetentionPeriods::unconfirmed),
                new StatusRule("pending", CommentStatus.PENDING, false, RetentionPeriods::pending),
                new StatusRule("spam", CommentStatus.SPAM, false, RetentionPeriods::spam),
                new StatusRule("rejected", CommentStatus.REJECTED, false, RetentionPeriods::rejected),
                new StatusRule("withdrawn", CommentStatus.WITHDRAWN, false, RetentionPeriods::withdrawn),
                new StatusRule("removed", CommentStatus.REMOVED, false, RetentionPeriods::removed),
                new StatusRule("published", CommentStatus.PUBLISHED, false, RetentionPeriods::published));
    }

    @Override
    public Future<Integer> count(int siteId, int most) {
        return database.query(client -> rows.unconfirmed(client, siteId, most));
    }

    @Override
    public Future<Integer> eraseOldest(int siteId, int most) {
        var unconfirmed = new Old(siteId, CommentStatus.PENDING, true, Instant.now());
        return erase(client -> store.lock(client, unconfirmed, most));
    }

    @Override
    public String kind() {
        return CommentErasure.KIND;
    }

    @Override
    public Future<Integer> erase(int siteId, List<UUID> subjects) {
        return erase(client -> store.lock(client, siteId, subjects));
    }

    private Future<Integer> erase(Function<SqlClient, Future<List<Comment>>> locked) {
        return database.transaction(client ->
                        locked.apply(client).compose(old -> all(client, old).map(old)))
                .map(erased -> {
                    erased.forEach(comments::afterCommit);
                    return erased.size();
                });
    }

    private Future<Void> all(SqlClient client, List<Comment> old) {
        var done = Future.<Void>succeededFuture();
        for (var comment : old) {
            done = done.compose(before -> erasure.erase(client, comment));
        }
        return done;
    }

    /** The rule of one status. */
    private final class StatusRule implements RetentionRule {
        private final String name;
        private final CommentStatus status;
        private final boolean unverified;
        private final ToIntFunction<RetentionPeriods> days;

        StatusRule(String name, CommentStatus status, boolean unverified, ToIntFunction<RetentionPeriods> days) {
            this.name = name;
            this.status = status;
            this.unverified = unverified;
            this.days = days;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int days(RetentionPeriods keep) {
            return days.applyAsInt(keep);
        }

        @Override
        public Future<Long> due(int siteId, Instant before) {
            return database.query(client -> store.count(client, old(siteId, before)));
        }

        @Override
        public Future<Integer> erase(int siteId, Instant before, int most) {
            return CommentRetention.this.erase(client -> store.lock(client, old(siteId, before), most));
        }

        private Old old(int siteId, Instant before) {
            return new Old(siteId, status, unverified, before);
        }
    }
}
