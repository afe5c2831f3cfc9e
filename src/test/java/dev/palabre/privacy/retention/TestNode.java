package dev.palabre.privacy.retention;

import dev.palabre.db.Database;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.db.Notifications;
import dev.palabre.site.RetentionPeriods;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A node with this module only; its clock goes by hand, and its one rule counts how often it is followed. */
final class TestNode implements AutoCloseable {
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
    final AtomicInteger due = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger batches = new AtomicInteger();
    final Vertx vertx = Vertx.vertx();
    final Database database;
    final Notifications changes;
    final Sites sites;
    final RetentionModule module;
    private final ErasureStore erasures = new ErasureStore();

    TestNode(DatabaseAddress address, Path dataFolder) {
        database = new Database(vertx, address, new Database.Limits(4, 100, 3_000));
        changes = new Notifications(vertx, address);
        sites = new Sites(database, changes, Set.of());
        module = new RetentionModule(
                vertx, database, changes, sites, now::get, dataFolder, List.of(new Counting()), List.of());
        await(changes.start());
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    TestNode site(String key, String timezone) {
        await(sites.add(key, key, List.of("https://" + key + ".example"), Map.of("timezone", timezone)));
        return this;
    }

    Site site(String key) {
        return await(sites.require(key));
    }

    void note(String site, String kind, UUID... subjects) {
        var siteId = site(site).id();
        await(database.transaction(client -> erasures.note(client, siteId, kind, List.of(subjects))));
    }

    void runDaily() {
        await(module.runDaily());
    }

    List<RetentionRun> log(String site) {
        return await(module.retention().log(site(site), 100));
    }

    void sql(String statement) {
        await(database.query(client -> client.query(statement).execute()));
    }

    @Override
    public void close() {
        await(changes.close().otherwiseEmpty());
        await(database.close().otherwiseEmpty());
        await(vertx.close());
    }

    private final class Counting implements RetentionRule {
        @Override
        public String name() {
            return "spam";
        }

        @Override
        public int days(RetentionPeriods keep) {
            return keep.spam();
        }

        @Override
        public Future<Long> due(int siteId, Instant before) {
            return Future.succeededFuture((long) due.get());
        }

        @Override
        public Future<Integer> erase(int siteId, Instant before, int most) {
            batches.incrementAndGet();
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return Future.failedFuture(new IllegalStateException("no"));
            }
            Promise<Integer> erased = Promise.promise();
            vertx.runOnContext(later -> {
                var some = Math.min(most, due.get());
                due.addAndGet(-some);
                erased.complete(some);
            });
            return erased.future();
        }
    }
}
