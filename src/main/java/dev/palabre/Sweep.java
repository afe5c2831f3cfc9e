package dev.palabre;

import dev.palabre.author.MailedLinks;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.sql.Idempotency;
import dev.palabre.mail.AddressStore;
import dev.palabre.mail.Outbox;
import dev.palabre.signin.ApiTokens;
import dev.palabre.signin.Sessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes every hour what nobody can use any more, so that these tables grow with use and not with time. */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Map<String, Supplier<Future<Integer>>> brooms;

    Sweep(
            Database database,
            Outbox outbox,
            Sessions sessions,
            ApiTokens tokens,
            MailedLinks mailed,
            Duration outboxKeep) {
        var addresses = new AddressStore();
        var idempotency = new Idempotency();
        this.brooms = Map.of(
                "idempotency keys",
                () -> database.query(idempotency::purge),
                "mails",
                () -> outbox.purge(outboxKeep),
                "sessions",
                sessions::purge,
                "API tokens",
                tokens::purge,
                "used links",
                mailed::purge,
                "addresses",
                () -> database.query(addresses::purge));
    }

    void hourly(Vertx vertx) {
        vertx.setPeriodic(Duration.ofHours(1).toMillis(), hour -> now());
    }

    /** What fails is done an hour later, and keeps nothing else from being done. */
    Future<Void> now() {
        return Future.join(brooms.entrySet().stream()
                        .map(broom -> broom.getValue()
                                .get()
                                .onFailure(failure -> LOG.warn(
                                        "old {} could not be removed: {}", broom.getKey(), failure.toString())))
                        .toList())
                .otherwiseEmpty()
                .mapEmpty();
    }
}
