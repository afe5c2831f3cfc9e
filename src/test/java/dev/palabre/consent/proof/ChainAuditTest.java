package dev.palabre.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.consent.choice.ConsentEvent;
import dev.palabre.consent.choice.ConsentState;
import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.Seal;
import dev.palabre.consent.choice.SealBatch;
import dev.palabre.consent.proof.ChainReport.Break;
import dev.palabre.consent.proof.ChainReport.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The chain without a database. */
final class ChainAuditTest {
    private static final int SITE = 7;
    private static final int KEEP_DAYS = 365;
    private static final Instant START = Instant.parse("2026-01-10T10:00:00Z");

    private final List<Seal> links = new ArrayList<>();
    private final Map<Integer, List<ConsentStore.Stored>> records = new HashMap<>();
    private List<Anchor> listed = List.of();
    private List<Anchor> kept = List.of();

    @Test
    void result_holdsForAChainAndSaysWhatNoAnchorCovers() {
        seal(START, 2);
        seal(START.plus(Duration.ofDays(1)), 3);
        listed = List.of(anchor(0));
        kept = listed;
        assertThat(result()).isEqualTo(new ChainReport(2, 0, 5, 0, 1, new ChainReport.Open(1, 3, true), List.of()));
    }

    @Test
    void result_saysThatNoAnchorFromOutsideWasCompared() {
        seal(START, 1);
        listed = List.of(anchor(0));
        assertThat(result().open()).isEqualTo(new ChainReport.Open(0, 0, false));
    }

    @Test
    void link_mustFollowTheOneBefore() {
        seal(START, 1);
        seal(START.plusSeconds(300), 1);
        seal(START.plusSeconds(600), 1);
        links.remove(1);
        assertThat(faults()).containsExactly(Fault.GAP, Fault.PREVIOUS);
    }

    @Test
    void link_coversItsTimesAndItsRetention() {
        seal(START, 2);
        var seal = links.get(0);
        for (var changed : List.of(
                with(seal, seal.batch(), 182, seal.complete(), seal.sealedAt()),
                with(seal, seal.batch(), KEEP_DAYS, !seal.complete(), seal.sealedAt()),
                with(
                        seal,
                        seal.batch(),
                        KEEP_DAYS,
                        seal.complete(),
                        seal.sealedAt().minusMillis(1)))) {
            links.set(0, changed);
            assertThat(faults()).containsExactly(Fault.HASH);
        }
        var batch = seal.batch();
        var older = new SealBatch(batch.from(), batch.to(), 2, batch.newestAt().minusSeconds(9), batch.root());
        links.set(0, with(seal, older, KEEP_DAYS, seal.complete(), seal.sealedAt()));
        assertThat(faults()).containsExactly(Fault.HASH, Fault.NEWEST);
    }

    @Test
    void record_mustBeAsItWasSealed() {
        seal(START, 2);
        var stored = records.get(1).get(0);
        var forged = new ConsentStore.Stored(
                event(stored.event().id(), stored.event().decidedAt(), true), stored.digest(), 1);
        records.put(1, List.of(forged, records.get(1).get(1)));
        assertThat(result().breaks())
                .containsExactly(new Break(1, stored.event().id(), Fault.DIGEST));
    }

    @Test
    void record_mustBeLinkedToTheVisitorWhomItNames() {
        seal(START, 1);
        var event = records.get(1).get(0).event();
        var moved = new ConsentStore.Stored(
                visitor(event, "ff".repeat(32)), records.get(1).get(0).digest(), 1);
        records.put(1, List.of(moved));
        assertThat(faults()).containsExactly(Fault.DIGEST);
        records.put(
                1,
                List.of(new ConsentStore.Stored(
                        visitor(event, null), records.get(1).get(0).digest(), 1)));
        assertThat(faults()).isEmpty();
    }

    @Test
    void record_mayWaitWhereTheSealBeforeWasFullAndNotWhereItWasNot() {
        seal(START, 2);
        var late = List.of(stored(START.minus(Duration.ofDays(2)), null));
        assertThat(audit(late).result().breaks()).extracting(Break::fault).containsExactly(Fault.BACKDATED);
        links.clear();
        link(Seal.over(SITE, leaves(records.get(1)), false, KEEP_DAYS, Optional.empty(), START));
        assertThat(audit(late).result().breaks()).isEmpty();
    }

    @Test
    void record_isNoYoungerThanItsSeal() {
        var young = List.of(stored(START.plus(Duration.ofHours(2)), 1));
        records.put(1, young);
        link(Seal.over(SITE, leaves(young), true, KEEP_DAYS, Optional.empty(), START));
        assertThat(faults()).containsExactly(Fault.POSTDATED);
    }

    @Test
    void record_mustNameAPolicyThatIsThere() {
        seal(START, 2);
        var audit = new ChainAudit(KEEP_DAYS, Set.of(), listed, kept);
        audit.link(links.get(0), Optional.empty());
        audit.records(links.get(0), records.get(1));
        assertThat(audit.result().breaks()).extracting(Break::fault).containsExactly(Fault.POLICY);
    }

    @Test
    void purge_isInTheChainOrIsNone() {
        seal(START, 2);
        records.put(1, List.of());
        var seal = purgedAt(links.get(0), START.plus(Duration.ofDays(366)));
        links.set(0, seal);
        assertThat(faults()).containsExactly(Fault.PURGE);
        link(Seal.purge(seal, KEEP_DAYS, Optional.of(seal), START.plus(Duration.ofDays(366))));
        assertThat(faults()).isEmpty();
    }

    @Test
    void purge_beforeTheRetentionIsEarlyWhateverItSays() {
        for (int days : new int[] {KEEP_DAYS, 182, 0}) {
            links.clear();
            seal(START, 2);
            records.put(1, List.of());
            var at = START.plus(Duration.ofDays(200));
            var seal = purgedAt(links.get(0), at);
            links.set(0, seal);
            link(Seal.purge(seal, days, Optional.of(seal), at));
            assertThat(faults()).as("%s days", days).containsExactly(Fault.EARLY);
        }
    }

    @Test
    void purge_isNotEarlyByARetentionThatWasSetLater() {
        seal(START, 2);
        records.put(1, List.of());
        var at = START.plus(Duration.ofDays(366));
        links.set(0, purgedAt(links.get(0), at));
        link(Seal.purge(links.get(0), KEEP_DAYS, Optional.of(links.get(0)), at));
        assertThat(audit(List.of(), 3_000).result().breaks()).isEmpty();
    }

    @Test
    void anchor_namesALinkOfItsDayWithItsHash() {
        seal(START, 1);
        seal(START.plusSeconds(7_200), 1);
        listed = List.of(anchor(1));
        assertThat(faults()).isEmpty();
        listed = List.of(anchor(0));
        assertThat(faults()).containsExactly(Fault.DAY);
        listed = List.of(
                new Anchor(SITE, LocalDate.parse("2026-01-09"), 2, links.get(1).hash(), START));
        assertThat(faults()).containsExactly(Fault.DAY);
        listed = List.of(new Anchor(SITE, LocalDate.parse("2026-01-10"), 2, "00", START));
        assertThat(faults()).containsExactly(Fault.ANCHOR);
        listed = List.of(new Anchor(SITE, LocalDate.parse("2026-01-10"), 3, "00", START));
        assertThat(faults()).containsExactly(Fault.CUT);
        listed = List.of();
        kept = List.of(anchor(1));
        assertThat(faults()).containsExactly(Fault.UNLISTED);
    }

    private void seal(Instant at, int many) {
        var number = links.size() + 1;
        var batch = new ArrayList<ConsentStore.Stored>();
        for (int i = 0; i < many; i++) {
            batch.add(stored(at.minusSeconds(60), number));
        }
        records.put(number, batch);
        var before = links.isEmpty() ? Optional.<Seal>empty() : Optional.of(links.get(links.size() - 1));
        link(Seal.over(SITE, leaves(batch), true, KEEP_DAYS, before, at));
    }

    private void link(Seal seal) {
        links.add(seal);
    }

    private Anchor anchor(int index) {
        var link = links.get(index);
        var day = LocalDate.ofInstant(link.sealedAt(), java.time.ZoneOffset.UTC);
        return new Anchor(SITE, day, link.number(), link.hash(), link.sealedAt());
    }

    private List<Fault> faults() {
        return result().breaks().stream().map(Break::fault).toList();
    }

    private ChainReport result() {
        return audit(List.of()).result();
    }

    private ChainAudit audit(List<ConsentStore.Stored> waiting) {
        return audit(waiting, KEEP_DAYS);
    }

    private ChainAudit audit(List<ConsentStore.Stored> waiting, int keepDays) {
        var audit = new ChainAudit(keepDays, Set.of("v1"), listed, kept);
        for (var link : links) {
            var counterpart = links.stream()
                    .filter(other -> link.isPurge()
                            ? Integer.valueOf(other.number()).equals(link.purges())
                            : Integer.valueOf(link.number()).equals(other.purges()))
                    .findFirst();
            audit.link(link, counterpart);
            audit.records(link, link.isPurge() ? List.of() : records.get(link.number()));
        }
        audit.waiting(waiting);
        return audit;
    }

    private static List<Seal.Leaf> leaves(List<ConsentStore.Stored> batch) {
        return batch.stream()
                .map(each -> new Seal.Leaf(
                        each.event().id(),
                        each.digest().getBytes(),
                        each.event().decidedAt()))
                .toList();
    }

    private static ConsentStore.Stored stored(Instant at, @org.jspecify.annotations.Nullable Integer seal) {
        var event = event(UUID.randomUUID(), at, false);
        return new ConsentStore.Stored(event, event.digest(), seal);
    }

    private static ConsentEvent event(UUID id, Instant at, boolean granted) {
        var hash = "ab".repeat(32);
        return new ConsentEvent(
                SITE,
                id,
                hash,
                ConsentEvent.link(java.util.HexFormat.of().parseHex(hash), id),
                null,
                "v1",
                granted ? ConsentState.GIVEN : ConsentState.REFUSED,
                new TreeMap<>(Map.of("audience", granted)),
                new TreeMap<>(),
                "banner",
                "fr",
                null,
                at,
                at.plus(Duration.ofDays(182)));
    }

    private static ConsentEvent visitor(ConsentEvent event, @org.jspecify.annotations.Nullable String hash) {
        return new ConsentEvent(
                event.siteId(),
                event.id(),
                hash,
                event.link(),
                event.previous(),
                event.version(),
                event.state(),
                event.choices(),
                event.services(),
                event.source(),
                event.lang(),
                event.layout(),
                event.decidedAt(),
                event.validUntil());
    }

    private static Seal with(Seal seal, SealBatch batch, int keepDays, boolean complete, Instant sealedAt) {
        return new Seal(
                seal.siteId(),
                seal.number(),
                seal.purges(),
                batch,
                keepDays,
                complete,
                seal.previous(),
                seal.hash(),
                sealedAt,
                seal.purgedAt());
    }

    private static Seal purgedAt(Seal seal, Instant at) {
        return new Seal(
                seal.siteId(),
                seal.number(),
                seal.purges(),
                seal.batch(),
                seal.keepDays(),
                seal.complete(),
                seal.previous(),
                seal.hash(),
                seal.sealedAt(),
                at);
    }
}
