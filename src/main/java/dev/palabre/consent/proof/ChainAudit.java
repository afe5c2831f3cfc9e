package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.Seal;
import dev.palabre.consent.proof.ChainReport.Break;
import dev.palabre.consent.proof.ChainReport.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks the links of a site's chain one after the other, with the records that they cover, and collects what is broken.
 * Reads no database. Good for one chain.
 */
final class ChainAudit {
    /** Difference between the clocks of nodes, and time that a transaction may take. */
    private static final Duration TOLERANCE = Duration.ofHours(1);

    private static final int MOST_BREAKS = 100;

    private final Set<String> policies;
    private final int keepDays;
    private final Map<Integer, List<Anchor>> anchors = new HashMap<>();
    private final int compared;
    private final int newestAnchor;
    private final boolean outside;

    private final List<Break> breaks = new ArrayList<>();
    private final Set<String> badPolicies = new HashSet<>();
    private final List<Seal> undecidedPurges = new ArrayList<>();
    private Optional<Seal> before = Optional.empty();
    private Instant drainedAt = Instant.MIN;
    private int keptBefore = Integer.MAX_VALUE;
    private int seals;
    private int purged;
    private long recomputed;
    private long waiting;
    private int openSeals;
    private long openEvents;

    /**
     * An audit that has seen no link yet.
     *
     * @param keepDays days that the site keeps records now
     * @param policies versions whose documents are those that their digests were taken of
     * @param listed anchors in the database
     * @param kept anchors kept outside it
     */
    ChainAudit(int keepDays, Set<String> policies, List<Anchor> listed, List<Anchor> kept) {
        this.keepDays = keepDays;
        this.policies = policies;
        var all = new HashSet<>(listed);
        all.addAll(kept);
        all.forEach(anchor -> anchors.computeIfAbsent(anchor.number(), none -> new ArrayList<>())
                .add(anchor));
        compared = (int) all.stream().map(Anchor::day).distinct().count();
        newestAnchor = all.stream().mapToInt(Anchor::number).max().orElse(0);
        outside = !kept.isEmpty();
        var days = new HashMap<Object, Anchor>();
        listed.forEach(anchor -> days.put(anchor.day(), anchor));
        kept.forEach(anchor -> note(!anchor.isSame(days.get(anchor.day())), anchor.number(), null, Fault.UNLISTED));
    }

    /** Number of the last link that was checked, 0 before the first. */
    int last() {
        return before.map(Seal::number).orElse(0);
    }

    /**
     * Checks the next link.
     *
     * @param link the link
     * @param counterpart the purge of this seal, or the seal of this purge, where there is one
     */
    void link(Seal link, Optional<Seal> counterpart) {
        note(link.number() != last() + 1, link, Fault.GAP);
        note(!link.previous().equals(Seal.previous(before)), link, Fault.PREVIOUS);
        note(!link.hash().equals(link.recomputed()), link, Fault.HASH);
        if (link.isPurge()) {
            note(counterpart.filter(link::isPurgeOf).isEmpty() || link.purgedAt() != null, link, Fault.PURGE);
            note(!link.keeps(link.keepDays()), link, Fault.EARLY);
            undecidedPurges.add(link);
        } else {
            seal(link, counterpart);
        }
        anchored(link);
        if (link.number() > newestAnchor) {
            openSeals++;
            openEvents += link.isPurge() ? 0 : link.events();
        }
        before = Optional.of(link);
    }

    private void seal(Seal seal, Optional<Seal> purge) {
        seals++;
        if (seal.purgedAt() == null) {
            note(purge.isPresent(), seal, Fault.PURGE);
        } else {
            purged++;
            note(purge.filter(link -> link.isPurgeOf(seal)).isEmpty(), seal, Fault.PURGE);
        }
        decidePurges(seal.keepDays());
        keptBefore = seal.keepDays();
    }

    /** A purge is early by the shorter of the retentions that the site had before and after it: the setting may change. */
    private void decidePurges(int keptAfter) {
        undecidedPurges.forEach(purge -> note(
                purge.keeps(purge.keepDays()) && !purge.keeps(Math.min(keptBefore, keptAfter)), purge, Fault.EARLY));
        undecidedPurges.clear();
    }

    private void anchored(Seal link) {
        var start = link.sealedAt().plus(TOLERANCE);
        before.map(Seal::number).map(anchors::get).orElse(List.of()).stream()
                .filter(anchor -> start.isBefore(end(anchor)))
                .forEach(anchor -> note(true, anchor.number(), null, Fault.DAY));
        before.map(Seal::number).ifPresent(anchors::remove);
        for (var anchor : anchors.getOrDefault(link.number(), List.of())) {
            note(!anchor.hash().equals(link.hash()), link, Fault.ANCHOR);
            note(!link.sealedAt().isBefore(end(anchor)), link, Fault.DAY);
        }
    }

    private static Instant end(Anchor anchor) {
        return anchor.day().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** Checks the records that name the link that was checked last. */
    void records(Seal link, List<ConsentStore.Stored> records) {
        if (link.isPurge() || link.purgedAt() != null) {
            note(!records.isEmpty(), link, Fault.COUNT);
            return;
        }
        records.forEach(record -> record(link.number(), record, link.sealedAt()));
        if (records.size() != link.events()) {
            note(true, link, Fault.COUNT);
        } else {
            note(!SealProof.root(records).equals(link.root()), link, Fault.ROOT);
            var newest = records.stream()
                    .map(record -> record.event().decidedAt())
                    .max(Instant::compareTo)
                    .orElse(Instant.MIN);
            note(!newest.equals(link.newestAt()), link, Fault.NEWEST);
        }
        recomputed += records.size();
        if (link.complete()) {
            drainedAt = link.sealedAt();
        }
    }

    /** Checks records that no seal covers. */
    public void waiting(List<ConsentStore.Stored> records) {
        records.forEach(record -> record(last() + 1, record, Instant.MAX));
        waiting += records.size();
    }

    private void record(int number, ConsentStore.Stored record, Instant sealedAt) {
        var event = record.event();
        note(!record.holds(), number, event.id(), Fault.DIGEST);
        note(event.decidedAt().isBefore(latest(drainedAt)), number, event.id(), Fault.BACKDATED);
        note(
                sealedAt.isBefore(Instant.MAX) && event.decidedAt().isAfter(sealedAt.plus(TOLERANCE)),
                number,
                event.id(),
                Fault.POSTDATED);
        note(!policies.contains(event.version()) && badPolicies.add(event.version()), number, event.id(), Fault.POLICY);
    }

    private static Instant latest(Instant drainedAt) {
        return drainedAt.equals(Instant.MIN) ? drainedAt : drainedAt.minus(TOLERANCE);
    }

    /** Notes rows that cannot be read at all. */
    void unreadable(int number) {
        note(true, number, null, Fault.UNREADABLE);
    }

    /** Notes records that name no link of the chain. */
    void strays() {
        note(true, last(), null, Fault.STRAY);
    }

    /** The result, once all links and records were checked. */
    ChainReport result() {
        decidePurges(keepDays);
        before.map(Seal::number).ifPresent(anchors::remove);
        anchors.keySet().stream().sorted().forEach(number -> note(true, number, null, Fault.CUT));
        var open = new ChainReport.Open(openSeals, openEvents + waiting, outside);
        return new ChainReport(seals, purged, recomputed, waiting, compared, open, List.copyOf(breaks));
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
