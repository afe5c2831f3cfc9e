package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.db.Database;
import dev.palabre.privacy.retention.ErasureReplayer;
import dev.palabre.privacy.retention.ErasureStore;
import dev.palabre.privacy.retention.RetentionRule;
import dev.palabre.site.RetentionPeriods;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * For how long records of consent are kept: a seal's records go together, once all are old, and the chain stays whole.
 *
 * <p>That a visitor was erased is noted by the ids of the records. The hash of their consent id must not be: whoever has it
 * can tell by {@code link} which records were theirs.
 */
public final class ConsentRetention implements RetentionRule, ErasureReplayer {
    private static final String KIND = "consent";

    private final Database database;
    private final SealPurges purges;
    private final ConsentStore store = new ConsentStore();
    private final ErasureStore erasures = new ErasureStore();

    /** The records of a database. */
    public ConsentRetention(Database database, InstantSource clock) {
        this.database = database;
        this.purges = new SealPurges(database, clock);
    }

    @Override
    public String name() {
        return "consent";
    }

    @Override
    public int days(RetentionPeriods keep) {
        return keep.consent();
    }

    @Override
    public Future<Long> due(int siteId, Instant before) {
        return purges.due(siteId, before);
    }

    @Override
    public Future<Integer> erase(int siteId, Instant before, int most) {
        return purges.purge(siteId, before);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Future<Integer> erase(int siteId, List<UUID> subjects) {
        return erased(siteId, client -> store.erase(client, siteId, subjects));
    }

    /** Forgets whose records these are, and notes it. */
    Future<Integer> erased(int siteId, Function<SqlClient, Future<List<UUID>>> forgotten) {
        return database.transaction(
                client -> forgotten.apply(client).compose(ids -> erasures.note(client, siteId, KIND, ids)
                        .map(ids.size())));
    }
}
