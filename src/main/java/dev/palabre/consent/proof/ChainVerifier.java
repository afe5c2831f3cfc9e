package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.Seal;
import dev.palabre.consent.policy.PolicyStore;
import dev.palabre.db.Database;
import dev.palabre.site.Site;
import dev.palabre.text.CanonicalJson;
import dev.palabre.text.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a site's chain from its first link to its last, page by page, and has everything recomputed on a worker. Good for
 * one walk.
 */
public final class ChainVerifier {
    private static final int PAGE = 50;
    private static final int RECORDS = 1_000;
    private static final UUID FIRST_ID = new UUID(0, 0);
    private static final LocalDate FIRST_DAY = LocalDate.of(1970, 1, 1);

    private final Vertx vertx;
    private final Database database;
    private final Site site;
    private final List<Anchor> kept;
    private final SealStore seals = new SealStore();
    private final ConsentStore events = new ConsentStore();
    private final AnchorStore anchors = new AnchorStore();
    private final PolicyStore policies = new PolicyStore();

    /** A walk that compares with the anchors of the database, and with these, which come from outside it. */
    public ChainVerifier(Vertx vertx, Database database, Site site, List<Anchor> kept) {
        this.vertx = vertx;
        this.database = database;
        this.site = site;
        this.kept = kept;
    }

    /** What is found. */
    public Future<ChainReport> walk() {
        return anchors(FIRST_DAY, new ArrayList<>())
                .compose(listed -> policies("", new HashSet<>()).compose(held -> {
                    var audit = new ChainAudit(site.settings().keep().consent(), held, listed, kept);
                    return links(audit, Integer.MIN_VALUE)
                            .compose(done -> waiting(audit, FIRST_ID))
                            .compose(done -> strays(audit))
                            .map(done -> audit.result());
                }));
    }

    private Future<List<Anchor>> anchors(LocalDate after, List<Anchor> found) {
        return database.query(client -> anchors.after(client, site.id(), after, RECORDS))
                .compose(page -> {
                    found.addAll(page);
                    return page.size() < RECORDS
                            ? Future.succeededFuture(found)
                            : anchors(page.get(page.size() - 1).day(), found);
                });
    }

    /** Versions whose stored documents are those that they are the digests of. */
    private Future<Set<String>> policies(String after, Set<String> held) {
        return database.query(client -> policies.after(client, site.id(), after, PAGE))
                .compose(page -> vertx.executeBlocking(() -> {
                            page.stream()
                                    .filter(stored -> isHeld(stored))
                                    .forEach(stored -> held.add(stored.version()));
                            return page;
                        })
                        .compose(done -> page.size() < PAGE
                                ? Future.succeededFuture(held)
                                : policies(page.get(page.size() - 1).version(), held)));
    }

    private static boolean isHeld(PolicyStore.Text stored) {
        try {
            return CanonicalJson.hex(Json.object(stored.document())).equals(stored.version());
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    private Future<Void> links(ChainAudit audit, int from) {
        return database.query(client -> seals.from(client, site.id(), from, PAGE))
                .compose(page -> database.query(client -> seals.counterparts(client, site.id(), page))
                        .compose(counterparts -> each(audit, page, counterparts))
                        .compose(done -> page.size() < PAGE
                                ? Future.succeededFuture()
                                : links(audit, page.get(page.size() - 1).number() + 1)));
    }

    private Future<Void> each(ChainAudit audit, List<Seal> page, List<Seal> counterparts) {
        var done = Future.<Void>succeededFuture();
        for (var link : page) {
            done = done.compose(next -> one(audit, link, counterpart(link, counterparts)));
        }
        return done;
    }

    private Future<Void> one(ChainAudit audit, Seal link, Optional<Seal> counterpart) {
        return database.query(client -> events.sealed(client, link))
                .map(Optional::of)
                .recover(ChainVerifier::unreadable)
                .compose(records -> vertx.executeBlocking(() -> {
                    audit.link(link, counterpart);
                    records.ifPresentOrElse(found -> audit.records(link, found), () -> audit.unreadable(link.number()));
                    return null;
                }));
    }

    private static Optional<Seal> counterpart(Seal link, List<Seal> found) {
        return found.stream()
                .filter(other -> link.purges() == null
                        ? Objects.equals(other.purges(), link.number())
                        : other.number() == link.purges())
                .findFirst();
    }

    private Future<Void> waiting(ChainAudit audit, UUID after) {
        return database.query(client -> events.waiting(client, site.id(), after, RECORDS))
                .map(Optional::of)
                .recover(ChainVerifier::unreadable)
                .compose(page -> vertx.<Optional<UUID>>executeBlocking(() -> {
                            page.ifPresentOrElse(audit::waiting, () -> audit.unreadable(audit.last() + 1));
                            return page.filter(found -> found.size() == RECORDS)
                                    .map(found -> found.get(RECORDS - 1).event().id());
                        })
                        .compose(next -> next.map(id -> waiting(audit, id)).orElseGet(Future::succeededFuture)));
    }

    private Future<Void> strays(ChainAudit audit) {
        return database.query(client -> events.hasStrays(client, site.id(), audit.last()))
                .onSuccess(found -> {
                    if (found) {
                        audit.strays();
                    }
                })
                .mapEmpty();
    }

    /** What the server never writes cannot be read as a record; that is found, and fails nothing. */
    private static <T> Future<Optional<T>> unreadable(Throwable failure) {
        return isUnreadable(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure);
    }

    private static boolean isUnreadable(@Nullable Throwable failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof ClassCastException
                || failure instanceof NullPointerException
                || failure instanceof DateTimeException;
    }
}
