package dev.palabre.server;

import dev.palabre.config.Config;
import dev.palabre.consent.policy.Catalogue;
import dev.palabre.crypto.KeyRing;
import dev.palabre.db.Database;
import dev.palabre.db.Migrations;
import dev.palabre.db.Notifications;
import dev.palabre.db.embedded.EmbeddedDatabase;
import dev.palabre.site.Sites;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server and every command stand on: the database, migrated, and the secret. Opening blocks; it is done once,
 * on the main thread.
 *
 * @param embedded the database of our own, null where another is configured
 * @param clock the time for everything that is dated or due
 * @param metrics null where nobody asks for them
 */
public record Infrastructure(
        Vertx vertx,
        @Nullable EmbeddedDatabase embedded,
        Database database,
        Notifications changes,
        Sites sites,
        KeyRing keys,
        Clock clock,
        @Nullable PrometheusMeterRegistry metrics)
        implements AutoCloseable {
    /** None that a stranger controls, as they do methods, paths and addresses: each value is kept for good. */
    private static final Set<Label> LABELS =
            EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME, Label.CLASS_NAME);

    private static final Logger LOG = LoggerFactory.getLogger(Infrastructure.class);

    /** Opens the database that the options name, or our own, and brings its schema up to date. */
    public static Infrastructure open(Config config) {
        return open(config, config.databaseLimits(), Clock.systemUTC());
    }

    /** The same with other limits than the server's, at the time of another clock. */
    public static Infrastructure open(Config config, Database.Limits limits, Clock clock) {
        var embedded =
                config.database() == null ? Shutdown.opening(() -> EmbeddedDatabase.open(config.dataDir())) : null;
        try {
            var address = embedded == null ? java.util.Objects.requireNonNull(config.database()) : embedded.address();
            var direct = config.directDatabase() == null ? address : config.directDatabase();
            Migrations.run(direct);
            var keys = keys(config);
            var metrics =
                    config.managementPort() == null ? null : new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            var vertx = vertx(config, metrics);
            var database = config.directDatabase() == null
                    ? new Database(vertx, address, limits)
                    : Database.behindPooler(vertx, address, limits);
            var changes = new Notifications(vertx, direct);
            if (metrics != null) {
                FunctionCounter.builder("palabre.database.listen.reconnects", changes, Notifications::reconnects)
                        .register(metrics);
            }
            var sites = new Sites(database, changes, Catalogue.names(), config.cacheStale());
            return new Infrastructure(vertx, embedded, database, changes, sites, keys, clock, metrics);
        } catch (RuntimeException e) {
            close(embedded);
            throw e;
        }
    }

    /** The same at the time of another clock. */
    public Infrastructure at(Clock other) {
        return new Infrastructure(vertx, embedded, database, changes, sites, keys, other, metrics);
    }

    /** Where meters are registered; they cost nothing where nobody reads them. */
    MeterRegistry meters() {
        return metrics == null ? new CompositeMeterRegistry() : metrics;
    }

    /** Waits for an answer; for the main thread only. */
    public static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** Closes everything, the database last. */
    @Override
    public void close() {
        try {
            await(changes.close().otherwiseEmpty());
            await(database.close().otherwiseEmpty());
            await(vertx.close().otherwiseEmpty());
        } finally {
            close(embedded);
        }
    }

    private static void close(@Nullable EmbeddedDatabase embedded) {
        if (embedded != null) {
            embedded.close();
            Shutdown.closed(embedded);
        }
    }

    private static Vertx vertx(Config config, @Nullable PrometheusMeterRegistry metrics) {
        var options = new VertxOptions().setPreferNativeTransport(true);
        // Twice as many loops as processors, Vert.x's default, only makes them take turns.
        options.setEventLoopPoolSize(
                config.eventLoops() > 0
                        ? config.eventLoops()
                        : Runtime.getRuntime().availableProcessors());
        var builder = Vertx.builder();
        if (metrics != null) {
            options.setMetricsOptions(
                    new MicrometerMetricsOptions().setEnabled(true).setLabels(LABELS));
            builder.withMetrics(new MicrometerMetricsFactory(metrics));
        }
        return builder.with(options).build();
    }

    /** The configured secret, or one that is made on the first start and kept in the data folder. */
    private static KeyRing keys(Config config) {
        if (config.secret() != null) {
            return config.secret();
        }
        var file = config.dataDir().resolve("secret");
        if (config.database() != null) {
            LOG.warn(
                    "the secret of this server is the file {}: keep it, and where several nodes use this database give"
                            + " all of them one PALABRE_SECRET",
                    file);
        }
        return KeyRing.parse(generated(file));
    }

    private static String generated(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                var secret = new byte[KeyRing.MIN_BYTES];
                new SecureRandom().nextBytes(secret);
                var fresh = Files.createTempFile(
                        file.getParent(),
                        "secret",
                        ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(fresh, Base64.getEncoder().encodeToString(secret) + "\n");
                try {
                    Files.createLink(file, fresh);
                } catch (java.nio.file.FileAlreadyExistsException another) {
                    // Another process was quicker; its secret holds for both.
                }
                Files.delete(fresh);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the secret in " + file + " cannot be read or made: " + e.getMessage(), e);
        }
    }
}
