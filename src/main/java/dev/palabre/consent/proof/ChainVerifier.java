package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.Seal;
import dev.palabre.consent.proof.ChainReport.Break;
import dev.palabre.consent.proof.ChainReport.Fault;
import dev.palabre.db.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Walks a site's chain from its first seal to its last, and recomputes everything, on a worker. Good for one walk. */
public final class ChainVerifier {
    private static final int PAGE = 50;
    private static final int MOST_BREAKS = 100;

    private final Vertx vertx;
    private final Database database;
    private final int siteId;
    private final List<Anchor> anchors;
    private final SealStore seals = new SealStore();
    private final ConsentStore events = new ConsentStore();

    private final List<Break> breaks = new ArrayList<>();
    private final Set<Integer> seen = new HashSet<>();
    private Optional<Seal> before = Optional.empty();
    private int purged;
    private long recomputed;

    /** A walk that compares with these anchors. */
    public ChainVerifier(Vertx vertx, Database database, int siteId, List<Anchor> anchors) {
        this.vertx = vertx;
        this.database = database;
        this.siteId = siteId;
        this.anchors = anchors;
    }

    /** What is found. */
    public Future<ChainReport> walk() {
        return onFrom(0).compose(walked -> database.query(client -> events.counts(client, siteId))
                .map(this::found));
    }

    private Future<Void> onFrom(int number) {
        return database.query(client -> seals.from(client, siteId, number, PAGE))
                .compose(page -> each(page)
                        .compose(done -> page.size() < PAGE
                                ? Future.succeededFuture()
                                : onFrom(page.get(page.size() - 1).number() + 1)));
    }

    private Future<Void> each(List<Seal> page) {
        var done = Future.<Void>succeededFuture();
        for (var seal : page) {
            done = done.compose(next -> database.query(client -> events.sealed(client, seal)))
                    .compose(records -> vertx.executeBlocking(() -> {
                        look(seal, records);
                        return null;
                    }));
        }
        return done;
    }

    private void look(Seal seal, List<ConsentStore.Stored> records) {
        note(seal.number() != before.map(Seal::number).orElse(0) + 1, seal, Fault.GAP);
        note(!seal.previous().equals(Seal.previous(before)), seal, Fault.PREVIOUS);
        note(!seal.hash().equals(seal.recomputed()), seal, Fault.HASH);
        if (seal.purgedAt() == null) {
            lookInto(seal, records);
        } else {
            purged++;
            note(!records.isEmpty(), seal, Fault.COUNT);
        }
        anchors.stream()
                .filter(anchor -> anchor.number() == seal.number())
                .forEach(anchor -> note(!anchor.hash().equals(seal.hash()), seal, Fault.ANCHOR));
        seen.add(seal.number());
        before = Optional.of(seal);
    }

    private void lookInto(Seal seal, List<ConsentStore.Stored> records) {
        for (var record : records) {
            note(!record.holds(), seal.number(), record.event().id(), Fault.DIGEST);
        }
        if (records.size() != seal.events()) {
            note(true, seal, Fault.COUNT);
        } else {
            note(!SealProof.root(records).equals(seal.root()), seal, Fault.ROOT);
        }
        recomputed += records.size();
    }

    private ChainReport found(ConsentStore.Counts counts) {
        anchors.stream()
                .map(Anchor::number)
                .filter(number -> !seen.contains(number))
                .collect(Collectors.toSet())
                .forEach(number -> note(true, number, null, Fault.CUT));
        note(counts.sealed() > recomputed, before.map(Seal::number).orElse(0), null, Fault.STRAY);
        return new ChainReport(seen.size(), purged, recomputed, counts.waiting(), anchors.size(), List.copyOf(breaks));
    }

    private void note(boolean broken, Seal seal, Fault fault) {
        note(broken, seal.number(), null, fault);
    }

    private void note(boolean broken, int number, @Nullable UUID event, Fault fault) {
        if (broken && breaks.size() < MOST_BREAKS) {
            breaks.add(new Break(number, event, fault));
        }
    }
}
