package dev.palabre.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.consent.proof.ChainReport.Break;
import dev.palabre.consent.proof.ChainReport.Fault;
import dev.palabre.crypto.AccessCode;
import dev.palabre.privacy.retention.Retention;
import dev.palabre.privacy.retention.RunTrigger;
import dev.palabre.testing.ConsentServer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class SealsTest {
    private ConsentServer node;

    @BeforeEach
    void start() {
        node = new ConsentServer();
        node.site("journal", "audience,media");
        node.site("voisin", "audience");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void L37_recordsCanNeitherBeChangedNorRemoved() {
        choose("journal", true);
        for (var statement : new String[] {
            "UPDATE consent_events SET state = 'given'",
            "UPDATE consent_events SET consent_hash = '\\x00'",
            "UPDATE consent_events SET seal = NULL, lang = 'en'",
            "DELETE FROM consent_events",
            "TRUNCATE consent_events",
        }) {
            assertThatThrownBy(() -> node.sql(statement))
                    .as(statement)
                    .isInstanceOf(PgException.class)
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void seal_coversEachRecordOnceAndChainsBatchesOfEachSite() {
        choose("journal", true);
        choose("journal", false);
        choose("voisin", true);
        seal();
        choose("journal", true);
        seal();
        seal();
        var rows = node.sql("SELECT s.key, c.number, c.events, c.previous FROM consent_seals c"
                + " JOIN sites s ON s.id = c.site_id ORDER BY s.key, c.number");
        assertThat(rows)
                .extracting(row -> row.getString(0) + row.getInteger(1) + ":" + row.getInteger(2))
                .containsExactly("journal1:2", "journal2:1", "voisin1:1");
        assertHolds(2, 0, 3, 0, 0);
    }

    @Test
    void seal_ofOneSiteThatFailsLeavesTheOthersSealed() {
        choose("journal", true);
        choose("voisin", true);
        var broken = node.site("journal").id();
        var seals = new Seals(
                node.database,
                node.now::get,
                id -> id == broken
                        ? Future.failedFuture(new IllegalStateException("no"))
                        : Future.succeededFuture(365));
        assertThat(seals.seal().transform(done -> Future.succeededFuture(done.failed())))
                .satisfies(done -> assertThat(ConsentServer.await(done)).isTrue());
        assertThat(verify("voisin").waiting()).isZero();
        assertThat(verify("journal").waiting()).isEqualTo(1);
    }

    @Test
    void seal_takesMoreThanABatch() {
        choose("journal", true);
        node.sql("""
                INSERT INTO consent_events (site_id, id, consent_hash, link, version, state, choices, source, lang,
                                            decided_at, valid_until, digest)
                SELECT site_id, gen_random_uuid(), consent_hash, link, version, state, choices, source, lang, decided_at,
                       valid_until, digest
                FROM consent_events, generate_series(1, 2100)
                """);
        seal();
        var rows = node.sql("SELECT events FROM consent_seals ORDER BY number");
        assertThat(rows).extracting(row -> row.getInteger(0)).containsExactly(1_000, 1_000, 101);
    }

    @Test
    void seal_byTwoNodesAtOnceCoversEachRecordOnce() {
        for (int i = 0; i < 5; i++) {
            choose("journal", true);
        }
        var first = new Seals(node.database, node.now::get, id -> Future.succeededFuture(365));
        var second = new Seals(node.database, node.now::get, id -> Future.succeededFuture(365));
        ConsentServer.await(Future.all(first.seal(), second.seal(), first.seal(), second.seal()));
        seal();
        assertThat(verify("journal").events()).isEqualTo(5);
        assertThat(verify("journal").breaks()).isEmpty();
    }

    @Test
    void seal_leavesALateRecordToALaterBatch() {
        var late = choose("journal", true);
        choose("journal", true);
        // As if the first one were committed only now: its id is smaller than those that are sealed already.
        node.sql("ALTER TABLE consent_events DISABLE TRIGGER consent_events_stand");
        node.sql("CREATE TABLE aside AS SELECT * FROM consent_events ORDER BY id LIMIT 1");
        node.sql("DELETE FROM consent_events WHERE id IN (SELECT id FROM aside)");
        seal();
        node.sql("INSERT INTO consent_events SELECT * FROM aside");
        node.sql("ALTER TABLE consent_events ENABLE TRIGGER consent_events_stand");
        seal();
        assertHolds(2, 0, 2, 0, 0);
        assertThat(new JsonObject(node.get("/consent/" + late + "/verify").body()).getBoolean("holds"))
                .isTrue();
    }

    @Test
    void L38_verify_findsAChangedByte() {
        choose("journal", true);
        choose("journal", false);
        seal();
        var id = change("UPDATE consent_events SET state = 'partial' WHERE state = 'refused' RETURNING id");
        assertThat(verify("journal").breaks()).containsExactly(new Break(1, id, Fault.DIGEST));
    }

    @Test
    void verify_findsARecordThatWasForgedWithItsDigest() {
        choose("journal", true);
        choose("journal", false);
        seal();
        change(
                "UPDATE consent_events SET state = 'given', digest = sha256('forged') WHERE state = 'refused' RETURNING id");
        assertThat(verify("journal").breaks()).extracting(Break::fault).containsExactly(Fault.DIGEST, Fault.ROOT);
    }

    @Test
    void verify_findsRecordsThatWereRemovedOrAdded() {
        choose("journal", true);
        choose("journal", false);
        seal();
        change("DELETE FROM consent_events WHERE state = 'refused' RETURNING id");
        assertThat(verify("journal").breaks()).extracting(Break::fault).containsExactly(Fault.COUNT);
        choose("voisin", true);
        seal();
        change("INSERT INTO consent_events (site_id, id, link, version, state, choices, source, lang, decided_at,"
                + " valid_until, digest, seal) SELECT site_id, '00000000-0000-7000-8000-000000000000', link, version, state,"
                + " choices, source, lang, decided_at, valid_until, digest, seal FROM consent_events"
                + " WHERE seal = 1 AND site_id = (SELECT id FROM sites WHERE key = 'voisin') RETURNING id");
        assertThat(verify("voisin").breaks()).extracting(Break::fault).containsExactly(Fault.DIGEST, Fault.COUNT);
    }

    @Test
    void verify_findsASealThatWasChangedOrTaken() {
        for (int i = 0; i < 3; i++) {
            choose("journal", true);
            seal();
        }
        node.sql("UPDATE consent_seals SET sealed_at = sealed_at + interval '1 hour' WHERE number = 2");
        assertThat(verify("journal").breaks()).containsExactly(new Break(2, null, Fault.HASH));
        change("DELETE FROM consent_events WHERE seal = 2 RETURNING id");
        node.sql("DELETE FROM consent_seals WHERE number = 2");
        assertThat(verify("journal").breaks()).extracting(Break::fault).containsExactly(Fault.GAP, Fault.PREVIOUS);
    }

    @Test
    void L39_verify_findsAChainThatWasMadeAgainAfterItsAnchor() throws IOException {
        choose("journal", true);
        seal();
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        keepHouse();
        var file = node.dataFolder.resolve("anchors/journal/2026-11-22.json");
        assertThat(new JsonObject(Files.readString(file)).getInteger("number")).isEqualTo(1);
        assertThat(verify("journal").anchors()).isEqualTo(1);
        assertThat(verify("journal").holds()).isTrue();
        // Whoever owns the database makes everything again, the anchor's row too; what was published stays.
        node.sql("DELETE FROM consent_anchors");
        change("UPDATE consent_events SET state = 'given', seal = NULL RETURNING id");
        node.sql("DELETE FROM consent_seals");
        seal();
        keepHouse();
        assertThat(verify("journal").breaks()).extracting(Break::fault).contains(Fault.ANCHOR);
        change("DELETE FROM consent_events RETURNING id");
        node.sql("DELETE FROM consent_anchors");
        node.sql("DELETE FROM consent_seals");
        assertThat(verify("journal").breaks())
                .containsExactly(new Break(1, null, Fault.UNLISTED), new Break(1, null, Fault.CUT));
    }

    @Test
    void erase_forgetsTheVisitorAndTheChainHolds() {
        var id = choose("journal", true);
        choose("journal", false);
        seal();
        var code = AccessCode.parse(id).orElseThrow();
        assertThat(ConsentServer.await(node.records().erase(code))).isEqualTo(1);
        assertThat(node.get("/consent/" + id).statusCode()).isEqualTo(404);
        assertHolds(1, 0, 2, 0, 0);
        var left = node.sql("SELECT count(*)::int FROM consent_events WHERE consent_hash IS NULL");
        assertThat(left.iterator().next().getInteger(0)).isEqualTo(1);
    }

    @Test
    void L42_purge_removesWholeSealedBatchesThatAreOldAndTheChainHolds() {
        choose("journal", true);
        choose("journal", false);
        seal();
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(2)));
        choose("journal", true);
        seal();
        choose("journal", true);
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(364)));
        purge();
        assertHolds(2, 1, 1, 1, 1);
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(364)));
        purge();
        // What was never sealed is not purged; the next round seals it first.
        assertHolds(2, 2, 0, 1, 2);
    }

    @Test
    void L42_purge_keepsAsLongAsTheSiteSays() {
        ConsentServer.await(node.sites.set("journal", Map.of("consentKeepDays", "400")));
        choose("journal", true);
        seal();
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(399)));
        purge();
        assertThat(verify("journal").purged()).isZero();
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(2)));
        purge();
        assertThat(verify("journal").purged()).isEqualTo(1);
    }

    private String choose(String site, boolean granted) {
        var body = new JsonObject().put("version", node.version(site)).put("choices", Map.of("audience", granted));
        return new JsonObject(node.choose(site, body).body()).getString("id");
    }

    private void seal() {
        ConsentServer.await(node.room.rounds().seal());
    }

    private void keepHouse() {
        ConsentServer.await(node.room.rounds().keepHouse());
    }

    private void purge() {
        keepHouse();
        var keep = new ConsentRetention(node.database, node.now::get);
        ConsentServer.await(new Retention(node.database, List.of(keep), node.now::get)
                .run(node.site("journal"), RunTrigger.SCHEDULE, Duration.ofMinutes(1)));
    }

    private void assertHolds(int seals, int purged, long events, long waiting, int anchors) {
        var check = verify("journal");
        assertThat(check).isEqualTo(new ChainReport(seals, purged, events, waiting, anchors, check.open(), List.of()));
    }

    private ChainReport verify(String site) {
        return ConsentServer.await(node.records().verify(node.site(site)));
    }

    /** What whoever owns the database can do: past the trigger. */
    private UUID change(String statement) {
        node.sql("ALTER TABLE consent_events DISABLE TRIGGER consent_events_stand");
        var rows = node.sql(statement);
        node.sql("ALTER TABLE consent_events ENABLE TRIGGER consent_events_stand");
        return rows.iterator().next().getUUID(0);
    }
}
