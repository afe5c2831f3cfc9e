package dev.palabre.comment.lifecycle;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.model.ExpiredCommentStore;
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

/**
 * Erases e-mail addresses that were not used for the site's retention period, with the mails to them. The comments and
 * their receipts stay.
 */
public final class AddressRetention implements RetentionRule, ErasureReplayer {
    private final Database database;
    private final AddressStore addresses = new AddressStore();
    private final ExpiredCommentStore comments = new ExpiredCommentStore();

    /** Erases addresses of a database. */
    public AddressRetention(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public int days(RetentionPeriods keep) {
        return keep.email();
    }

    @Override
    public Future<Long> due(int siteId, Instant before) {
        return database.query(client -> addresses.idle(client, siteId, before));
    }

    @Override
    public Future<Integer> erase(int siteId, Instant before, int most) {
        return erase(siteId, client -> addresses.lockIdle(client, siteId, before, most));
    }

    @Override
    public String kind() {
        return AddressStore.KIND;
    }

    @Override
    public Future<Integer> erase(int siteId, List<UUID> subjects) {
        return erase(siteId, client -> addresses.lock(client, siteId, subjects));
    }

    private Future<Integer> erase(int siteId, Function<SqlClient, Future<List<UUID>>> locked) {
        return database.transaction(client -> locked.apply(client)
                .compose(ids -> ids.isEmpty()
                        ? Future.succeededFuture(0)
                        : comments.clearAddress(client, siteId, ids)
                                .compose(cleared -> addresses.erase(client, siteId, ids))
                                .map(ids.size())));
    }
}
