package dev.palabre.comment;

import dev.palabre.comment.ExpiryStore.Old;
import dev.palabre.kernel.sql.Database;
import dev.palabre.retention.Again;
import dev.palabre.retention.Rule;
import dev.palabre.site.Keep;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Erases comments whose time is over, each as its author would: the place in the tree stays. */
public final class Expiry implements Again {
    private final Database database;
    private final Comments comments;
    private final Erasure erasure;
    private final ExpiryStore store = new ExpiryStore();

    /** Erases these comments. */
    public Expiry(Database database, Comments comments, Erasure erasure) {
        this.database = database;
        this.comments = comments;
        this.erasure = erasure;
    }

    /** For how long a comment is kept, by where it stands. */
    public List<Rule> rules() {
        return List.of(
                new Standing("unconfirmed", Status.PENDING, true, Keep::unconfirmed),
                new Standing("pending", Status.PENDING, false, Keep::pending),
                new Standing("spam", Status.SPAM, false, Keep::spam),
                new Standing("rejected", Status.REJECTED, false, Keep::rejected),
                new Standing("withdrawn", Status.WITHDRAWN, false, Keep::withdrawn),
                new Standing("removed", Status.REMOVED, false, Keep::removed),
                new Standing("published", Status.PUBLISHED, false, Keep::published));
    }

    @Override
    public String kind() {
        return Erasure.KIND;
    }

    @Override
    public Future<Integer> erase(int siteId, List<UUID> subjects) {
        return erase(client -> store.lock(client, siteId, subjects));
    }

    private Future<Integer> erase(Function<SqlClient, Future<List<Comment>>> locked) {
        return database.transaction(client ->
                        locked.apply(client).compose(old -> all(client, old).map(old)))
                .map(erased -> {
                    erased.forEach(comments::settled);
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

    /** Comments of one state. */
    private final class Standing implements Rule {
        private final String name;
        private final Status status;
        private final boolean unverified;
        private final ToIntFunction<Keep> days;

        Standing(String name, Status status, boolean unverified, ToIntFunction<Keep> days) {
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
        public int days(Keep keep) {
            return days.applyAsInt(keep);
        }

        @Override
        public Future<Long> due(int siteId, Instant before) {
            return database.query(client -> store.count(client, old(siteId, before)));
        }

        @Override
        public Future<Integer> erase(int siteId, Instant before, int most) {
            return Expiry.this.erase(client -> store.lock(client, old(siteId, before), most));
        }

        private Old old(int siteId, Instant before) {
            return new Old(siteId, status, unverified, before);
        }
    }
}
