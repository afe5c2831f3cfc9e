package dev.palabre.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.consent.choice.ConsentEvent;
import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.Seal;
import dev.palabre.consent.proof.ChainReport.Break;
import dev.palabre.consent.proof.ChainReport.Fault;
import dev.palabre.crypto.UuidV7;
import dev.palabre.privacy.retention.Retention;
import dev.palabre.privacy.retention.RunTrigger;
import dev.palabre.testing.ConsentServer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the owner of the database may do with triggers, checks and foreign keys out of the way, and what verify says. */
@Tag("server")
final class ChainTamperingTest {
    private static final String SITE = "site_id = (SELECT id FROM sites WHERE key = $1)";
    private static final String SECOND =
            SITE + " AND id = (SELECT id FROM consent_events WHERE " + SITE + " ORDER BY id OFFSET 1 LIMIT 1)";

    /** Another value for every column of the records. */
    private static final Map<String, String> RECORD = Map.ofEntries(
            Map.entry("site_id", "(SELECT id FROM sites WHERE key = 'autre')"),
            Map.entry("id", "gen_random_uuid()"),
            Map.entry("consent_hash", "sha256('another visitor')"),
            Map.entry("link", "sha256('another link')"),
            Map.entry("previous", "gen_random_uuid()"),
            Map.entry("version", "'0000'"),
            Map.entry("state", "'given'"),
            Map.entry("choices", "'{\"audience\": true}'"),
            Map.entry("services", "'{\"x\": true}'"),
            Map.entry("source", "'page'"),
            Map.entry("lang", "'en'"),
            Map.entry("layout", "'mobile'"),
            Map.entry("decided_at", "decided_at - interval '90 days'"),
            Map.entry("valid_until", "valid_until + interval '90 days'"),
            Map.entry("digest", "sha256('another record')"),
            Map.entry("seal", "2"));

    private static final Map<String, String> SEAL = Map.ofEntries(
            Map.entry("site_id", "(SELECT id FROM sites WHERE key = 'autre')"),
            Map.entry("number", "99"),
            Map.entry("purges", "1"),
            Map.entry("from_id", "gen_random_uuid()"),
            Map.entry("to_id", "gen_random_uuid()"),
            Map.entry("events", "events + 1"),
            Map.entry("newest_at", "newest_at - interval '300 days'"),
            Map.entry("root", "sha256('another root')"),
            Map.entry("keep_days", "182"),
            Map.entry("complete", "NOT complete"),
            Map.entry("previous", "sha256('another seal')"),
            Map.entry("hash", "sha256('another hash')"),
            Map.entry("sealed_at", "sealed_at - interval '1 hour'"),
            Map.entry("purged_at", "now()"));

    private static final Map<String, String> ANCHOR = Map.of(
            "site_id", "(SELECT id FROM sites WHERE key = 'autre')",
            "day", "day - 1",
            "number", "99",
            "hash", "sha256('another hash')");

    private ConsentServer node;

    @BeforeEach
    void start() {
        node = new ConsentServer();
        node.site("autre", "audience");
        for (var table : List.of("consent_events", "consent_seals", "consent_anchors", "policies")) {
            node.sql("ALTER TABLE " + table + " DISABLE TRIGGER USER");
        }
        var constraints = node.sql("""
                SELECT conrelid::regclass::text AS tbl, conname FROM pg_constraint
                WHERE contype IN ('c', 'f') AND conrelid IN ('consent_events'::regclass, 'consent_seals'::regclass,
                    'consent_anchors'::regclass)
                """);
        constraints.forEach(row -> node.sql(
                "ALTER TABLE " + row.getString("tbl") + " DROP CONSTRAINT \"" + row.getString("conname") + "\""));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void verify_holdsForWhatNobodyTouched() {
        chain("intact");
        assertThat(verify("intact").breaks()).isEmpty();
        assertThat(verify("intact").open()).isEqualTo(new ChainReport.Open(1, 2, true));
    }

    @Test
    void verify_findsEveryColumnOfARecordThatWasChanged() {
        assertThat(RECORD.keySet()).isEqualTo(columns("consent_events"));
        RECORD.forEach((column, value) -> changed("r-" + column, "consent_events", column, value, SECOND));
    }

    @Test
    void verify_findsEveryColumnOfASealThatWasChanged() {
        assertThat(SEAL.keySet()).isEqualTo(columns("consent_seals"));
        SEAL.forEach(
                (column, value) -> changed("s-" + column, "consent_seals", column, value, SITE + " AND number = 2"));
    }

    @Test
    void verify_findsEveryColumnOfAnAnchorThatWasChanged() {
        var columns = columns("consent_anchors");
        columns.remove("anchored_at");
        assertThat(ANCHOR.keySet()).isEqualTo(columns);
        ANCHOR.forEach((column, value) -> changed("a-" + column, "consent_anchors", column, value, SITE));
    }

    @Test
    void verify_findsRecordsThatLostTheirLinkOrHoldWhatIsNoRecord() {
        node.sql("ALTER TABLE consent_events ALTER COLUMN link DROP NOT NULL");
        broken("l-null", "UPDATE consent_events SET link = NULL, consent_hash = NULL, state = 'given' WHERE " + SITE);
        broken("l-state", "UPDATE consent_events SET state = 'maybe' WHERE " + SECOND);
        broken("l-choices", "UPDATE consent_events SET choices = '[1]' WHERE " + SECOND);
    }

    @Test
    void verify_findsRowsThatWereDeleted() {
        broken("d-record", "DELETE FROM consent_events WHERE " + SECOND);
        broken("d-seal", "DELETE FROM consent_seals WHERE number = 1 AND " + SITE);
        broken("d-anchor", "DELETE FROM consent_anchors WHERE " + SITE);
        broken("d-purged", "UPDATE consent_seals SET purged_at = now() WHERE number = 1 AND " + SITE);
        broken("d-marked", """
                WITH marked AS (UPDATE consent_seals SET purged_at = now()
                                WHERE number = 1 AND site_id = (SELECT id FROM sites WHERE key = $1))
                DELETE FROM consent_events WHERE seal = 1 AND site_id = (SELECT id FROM sites WHERE key = $1)
                """);
        broken("d-all", """
                WITH seals AS (DELETE FROM consent_seals WHERE site_id = (SELECT id FROM sites WHERE key = $1)),
                     anchors AS (DELETE FROM consent_anchors WHERE site_id = (SELECT id FROM sites WHERE key = $1))
                DELETE FROM consent_events WHERE site_id = (SELECT id FROM sites WHERE key = $1)
                """);
    }

    @Test
    void verify_findsRecordsThatWereAddedOrMoved() {
        broken("m-unsealed", "UPDATE consent_events SET seal = NULL WHERE " + SECOND);
        broken("m-beyond", "UPDATE consent_events SET seal = 40 WHERE " + SECOND);
        broken("m-copied", """
                INSERT INTO consent_events
                SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).* FROM consent_events e
                WHERE site_id = (SELECT id FROM sites WHERE key = $1) LIMIT 1
                """);
    }

    @Test
    void verify_findsAPolicyThatWasRewrittenOrDeleted() {
        broken("p-text", "UPDATE policies SET document = jsonb_set(document, '{siteName}', '\"X\"') WHERE " + SITE);
        broken("p-gone", "DELETE FROM policies WHERE " + SITE);
    }

    @Test
    void verify_findsAChainThatWasMadeAgain() {
        chain("again");
        forge("again");
        assertThat(verify("again").breaks()).extracting(Break::fault).contains(Fault.UNLISTED, Fault.ANCHOR);
    }

    @Test
    void verify_findsAChainThatWasMadeAgainWithItsFilesByACopyOfTheAnchors() throws IOException {
        chain("copied");
        var copy = node.get("/sites/copied/consent/anchors").body();
        var site = node.site("copied");
        assertThat(ConsentServer.await(node.records().verify(site, copy)).breaks())
                .isEmpty();
        try (var files = Files.list(node.dataFolder.resolve("anchors/copied"))) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        forge("copied");
        assertThat(verify("copied").breaks()).extracting(Break::fault).doesNotContain(Fault.ANCHOR, Fault.UNLISTED);
        assertThat(ConsentServer.await(node.records().verify(site, copy)).breaks())
                .extracting(Break::fault)
                .contains(Fault.ANCHOR);
    }

    @Test
    void verify_findsARecordThatIsAddedLaterAndDatedBack() {
        chain("back");
        var stored = stored("back").get(0);
        var event = withTime(stored.event(), stored.event().decidedAt().minus(Duration.ofDays(90)));
        run(client -> new ConsentStore().insert(client, event));
        ConsentServer.await(node.room.rounds().seal());
        assertThat(verify("back").breaks()).extracting(Break::fault).containsExactly(Fault.BACKDATED);
    }

    @Test
    void verify_findsAPurgeBeforeItsTime() {
        chain("early");
        for (int days : new int[] {0, 182}) {
            var seal = seal("early", 1);
            var link = Seal.purge(seal, days, last("early"), node.now.get());
            run(client -> new SealStore()
                    .insert(client, link)
                    .compose(done -> new SealStore().purge(client, seal, link.sealedAt()))
                    .compose(done -> new ConsentStore().purge(client, seal)));
            assertThat(verify("early").breaks())
                    .as("%s days", days)
                    .extracting(Break::fault)
                    .containsExactly(Fault.EARLY);
            node.sql("DELETE FROM consent_seals WHERE purges IS NOT NULL");
        }
    }

    @Test
    void verify_acceptsAPurgeAfterTheSitesRetentionAndOneAfterALongerRetentionWasSet() {
        chain("late");
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(400)));
        purge("late");
        assertThat(verify("late").breaks()).isEmpty();
        assertThat(verify("late").purged()).isEqualTo(2);
        choose("late", true);
        ConsentServer.await(node.room.rounds().seal());
        ConsentServer.await(node.sites.set("late", Map.of("consentKeepDays", "3000")));
        assertThat(verify("late").breaks()).isEmpty();
    }

    @Test
    void verify_findsTheAnchoredTailThatWasCutOff() {
        chain("tail");
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        ConsentServer.await(node.room.rounds().keepHouse());
        broken("tail", """
                WITH records AS (DELETE FROM consent_events WHERE seal = 2
                                 AND site_id = (SELECT id FROM sites WHERE key = $1)),
                     anchors AS (DELETE FROM consent_anchors WHERE number = 2
                                 AND site_id = (SELECT id FROM sites WHERE key = $1))
                DELETE FROM consent_seals WHERE number = 2 AND site_id = (SELECT id FROM sites WHERE key = $1)
                """, false);
    }

    private void changed(String site, String table, String column, String value, String where) {
        broken(site.replace('_', '-'), "UPDATE " + table + " SET " + column + " = " + value + " WHERE " + where);
    }

    private void broken(String site, String statement) {
        broken(site, statement, true);
    }

    private void broken(String site, String statement, boolean fresh) {
        if (fresh) {
            chain(site);
        }
        assertThat(verify(site).breaks()).as("before: " + site).isEmpty();
        var done = node.sql(statement, site);
        assertThat(done.rowCount()).as(statement).isPositive();
        assertThat(verify(site).holds()).as(statement).isFalse();
    }

    /** A first seal that is anchored, and a second that is not. */
    private void chain(String site) {
        node.site(site, "audience,media");
        choose(site, true);
        choose(site, false);
        choose(site, false);
        ConsentServer.await(node.room.rounds().seal());
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        ConsentServer.await(node.room.rounds().keepHouse());
        choose(site, false);
        choose(site, true);
        ConsentServer.await(node.room.rounds().seal());
    }

    /** Makes all records, seals and anchors again, as if they had always been so. */
    private void forge(String site) {
        var id = node.site(site).id();
        var events = stored(site).stream()
                .map(ConsentStore.Stored::event)
                .map(event -> withTime(event, event.decidedAt().plusMillis(1)))
                .toList();
        node.sql("DELETE FROM consent_anchors WHERE site_id = $1", id);
        node.sql("DELETE FROM consent_events WHERE site_id = $1", id);
        node.sql("DELETE FROM consent_seals WHERE site_id = $1", id);
        events.forEach(event -> run(client -> new ConsentStore().insert(client, event)));
        node.now.updateAndGet(now -> now.minus(Duration.ofDays(1)));
        ConsentServer.await(node.room.rounds().seal());
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        ConsentServer.await(node.room.rounds().keepHouse());
    }

    private static ConsentEvent withTime(ConsentEvent event, Instant at) {
        var id = UuidV7.next();
        return new ConsentEvent(
                event.siteId(),
                id,
                event.consentHash(),
                ConsentEvent.link(HexFormat.of().parseHex(String.valueOf(event.consentHash())), id),
                event.previous(),
                event.version(),
                event.state(),
                event.choices(),
                event.services(),
                event.source(),
                event.lang(),
                event.layout(),
                at,
                event.validUntil());
    }

    private void choose(String site, boolean granted) {
        var body = new JsonObject().put("version", node.version(site)).put("choices", Map.of("audience", granted));
        assertThat(node.choose(site, body).statusCode()).isEqualTo(201);
    }

    private void purge(String site) {
        var keep = new ConsentRetention(node.database, node.now::get);
        ConsentServer.await(new Retention(node.database, List.of(keep), node.now::get)
                .run(node.site(site), RunTrigger.SCHEDULE, Duration.ofMinutes(1)));
    }

    private List<ConsentStore.Stored> stored(String site) {
        var found = new ArrayList<ConsentStore.Stored>();
        for (int number = 1; number <= 2; number++) {
            var seal = seal(site, number);
            found.addAll(run(client -> new ConsentStore().sealed(client, seal)));
        }
        return found;
    }

    private Seal seal(String site, int number) {
        return run(client -> new SealStore().from(client, node.site(site).id(), number, 1))
                .get(0);
    }

    private Optional<Seal> last(String site) {
        return run(client -> new SealStore().last(client, node.site(site).id()));
    }

    private <T> T run(Function<SqlClient, Future<T>> work) {
        return ConsentServer.await(node.database.query(work));
    }

    private Set<String> columns(String table) {
        var names = new TreeSet<String>();
        node.sql("SELECT column_name::text AS name FROM information_schema.columns WHERE table_name = $1", table)
                .forEach(row -> names.add(row.getString("name")));
        return names;
    }

    private ChainReport verify(String site) {
        return ConsentServer.await(node.records().verify(node.site(site)));
    }
}
