package dev.palabre.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.ConsentServer;
import dev.palabre.text.CanonicalJson;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class ConsentProofRoutesTest {
    private static final String PROOFS = "/api/moderation/consent/proofs/";
    private static final String RECORDS = "/api/moderation/consent/records";
    private ConsentServer node;

    @BeforeEach
    void start() {
        node = new ConsentServer();
        node.site("journal", "audience,media");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void L38_receipt_namesEverythingThatTheRecordHolds() {
        var first = choose(true, "");
        var second = choose(false, first);
        var receipt = json("/consent/" + second);
        var record = receipt.getJsonObject("record");
        assertThat(record.fieldNames())
                .containsExactlyInAnyOrder(
                        "schema",
                        "site",
                        "event",
                        "link",
                        "previous",
                        "version",
                        "state",
                        "choices",
                        "services",
                        "source",
                        "lang",
                        "layout",
                        "decidedAt",
                        "validUntil");
        assertThat(receipt.getString("previous"))
                .isEqualTo(receipt.getJsonArray("history")
                        .getJsonObject(0)
                        .getJsonObject("record")
                        .getString("event"));
        assertThat(receipt.getString("layout")).isEqualTo("mobile");
        assertThat(receipt.getJsonObject("policy").getString("bundle")).isEqualTo("bundle");
        assertThat(receipt.getValue("seal")).isNull();
        seal();
        assertThat(json("/consent/" + second).getInteger("seal")).isEqualTo(1);
    }

    @Test
    void L41_receipt_showsEarlierChoicesTheSealAndAWayToVerify() {
        var id = choose(true, "");
        choose(false, id);
        assertThat(page("/consent/" + id)).contains("pas encore : posé");
        seal();
        assertThat(page("/consent/" + id))
                .contains("n° 1", "Choix précédents", "/consent/" + id + "/verify?lang&#x3D;fr", "&amp;event&#x3D;");
    }

    @Test
    void L41_verify_isNotFoundForAnotherIdAndAnswersAlike() {
        var id = choose(true, "");
        var other = "AAAAAQ" + "A".repeat(21);
        assertThat(node.get("/consent/" + id + "/verify").statusCode()).isEqualTo(200);
        assertThat(node.get("/consent/" + other + "/verify").statusCode()).isEqualTo(404);
        assertThat(node.get("/consent/" + other + "/verify").body())
                .isEqualTo(node.get("/consent/" + "A".repeat(27) + "/verify").body());
        assertThat(node.get("/consent/" + id + "/verify?event=00000000-0000-7000-8000-000000000000")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void verify_leadsFromTheRecordToTheAnchorWhenItsDayIsOver() {
        var id = choose(true, "");
        assertThat(json("/consent/" + id + "/verify").containsKey("seal")).isFalse();
        assertThat(page("/consent/" + id + "/verify")).contains("Tout concorde", "Pas encore posé");
        seal();
        choose(false, "");
        choose(false, "");
        seal();
        assertThat(page("/consent/" + id + "/verify")).contains("Le sceau n° 1", "Pas encore publiée");
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        ConsentServer.await(node.room.rounds().keepHouse());
        var proof = json("/consent/" + id + "/verify");
        assertThat(proof.getBoolean("holds")).isTrue();
        assertThat(proof.getJsonArray("chain").size()).isEqualTo(1);
        assertThat(proof.getJsonObject("anchor").getString("day")).isEqualTo("2026-11-22");
        assertThat(json("/sites/journal/consent/anchors")
                        .getJsonArray("anchors")
                        .getJsonObject(0))
                .isEqualTo(proof.getJsonObject("anchor"));
        assertThat(page("/consent/" + id + "/verify")).contains("l’ancre publiée pour le 2026-11-22");
    }

    @Test
    void verify_givesAllThatAStrangerNeedsToRecompute() throws Exception {
        choose(false, "");
        var id = choose(true, "");
        choose(false, "");
        seal();
        choose(false, "");
        seal();
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        ConsentServer.await(node.room.rounds().keepHouse());
        var proof = json("/consent/" + id + "/verify");
        var hash = sha256((byte) 0, HexFormat.of().parseHex(hexOf(proof.getJsonObject("record"))));
        for (var step : proof.getJsonArray("path")) {
            var other = HexFormat.of().parseHex(((JsonObject) step).getString("hash"));
            hash = ((JsonObject) step).getString("side").equals("left")
                    ? sha256((byte) 1, other, hash)
                    : sha256((byte) 1, hash, other);
        }
        var seal = proof.getJsonObject("seal");
        assertThat(HexFormat.of().formatHex(hash)).isEqualTo(seal.getString("root"));
        for (var next : proof.getJsonArray("chain")) {
            assertThat(((JsonObject) next).getString("previous")).isEqualTo(hexWithoutHash(seal));
            seal = (JsonObject) next;
        }
        assertThat(proof.getJsonObject("anchor").getString("hash")).isEqualTo(hexWithoutHash(seal));
    }

    @Test
    void verify_saysWhichStepDoesNotHold() {
        var id = choose(true, "");
        choose(false, "");
        seal();
        node.sql("ALTER TABLE consent_events DISABLE TRIGGER consent_events_stand");
        node.sql("UPDATE consent_events SET state = 'given' WHERE state <> 'refused'");
        assertThat(json("/consent/" + id + "/verify").getBoolean("holds")).isFalse();
        assertThat(json("/consent/" + id + "/verify").getBoolean("digestHolds")).isFalse();
        assertThat(page("/consent/" + id + "/verify"))
                .contains("Une étape ne concorde pas", "n’est pas celle qui a été conservée", "couvre cette empreinte");
    }

    @Test
    void L40_proof_isForThoseWhoRelyOnAConsentAndSignIn() {
        var id = choose(true, "");
        seal();
        var record = json("/consent/" + id).getJsonObject("record").getString("event");
        assertThat(node.get(PROOFS + id).statusCode()).isEqualTo(401);
        assertThat(node.get(PROOFS + id, "Authorization", "reader").statusCode())
                .isEqualTo(403);
        var byCode =
                new JsonObject(node.get(PROOFS + id, "Authorization", "owner").body());
        var byRecord = new JsonObject(
                node.get(PROOFS + record, "Authorization", "owner").body());
        assertThat(byCode).isEqualTo(byRecord).isEqualTo(json("/consent/" + id + "/verify"));
        node.site("voisin", "audience");
        assertThat(node.get(PROOFS + record + "?site=voisin", "Authorization", "owner")
                        .statusCode())
                .isEqualTo(404);
        assertThat(node.get(PROOFS + id + "?site=voisin", "Authorization", "owner")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void records_areExportedAsATableThatASpreadsheetMayOpen() {
        choose(true, "");
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        choose(false, "");
        var answer = node.get(RECORDS + "?site=journal", "Authorization", "owner");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("consent-journal.csv");
        var lines = answer.body().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("\"event\",\"decidedAt\",\"state\",\"choices\"");
        assertThat(lines.get(1)).contains(",\"partial\",\"{\"\"audience\"\":true,\"\"media\"\":false}\",");
        assertThat(ConsentRecordFormat.cell("=1+1")).isEqualTo("\"'=1+1\"");
        assertThat(ConsentRecordFormat.cell("-x\"")).isEqualTo("\"'-x\"\"\"");
    }

    @Test
    void records_areFilteredByDayAndState() {
        choose(true, "");
        node.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        choose(false, "");
        choose(true, "");
        var format = RECORDS + "?site=journal&format=jsonl";
        assertThat(lines(format)).hasSize(3);
        assertThat(lines(format + "&from=2026-11-23")).hasSize(2);
        assertThat(lines(format + "&to=2026-11-22")).hasSize(1);
        var refused = lines(format + "&from=2026-11-23&to=2026-11-23&state=refused");
        assertThat(refused).hasSize(1);
        var line = new JsonObject(refused[0]);
        assertThat(CanonicalJson.hex(line.getJsonObject("record").getMap())).isEqualTo(line.getString("digest"));
        for (var wrong : new String[] {"&from=yesterday", "&state=maybe", "&format=xls", "&from=99999-01-01"}) {
            assertThat(node.get(RECORDS + "?site=journal" + wrong, "Authorization", "owner")
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void records_comeInPagesWithoutLosingOne() {
        choose(true, "");
        node.sql("""
                INSERT INTO consent_events (site_id, id, consent_hash, link, version, state, choices, source, lang,
                                            decided_at, valid_until, digest)
                SELECT site_id, gen_random_uuid(), consent_hash, link, version, state, choices, source, lang, decided_at,
                       valid_until, digest
                FROM consent_events, generate_series(1, 2499)
                """);
        assertThat(java.util.Set.of(lines(RECORDS + "?site=journal&format=jsonl")))
                .hasSize(2_500);
    }

    @Test
    void records_areForThoseWhoDecide() {
        assertThat(node.get(RECORDS + "?site=journal").statusCode()).isEqualTo(401);
        assertThat(node.get(RECORDS + "?site=journal", "Authorization", "reader")
                        .statusCode())
                .isEqualTo(403);
        assertThat(node.get(RECORDS, "Authorization", "owner").statusCode()).isEqualTo(400);
    }

    private String[] lines(String path) {
        return node.get(path, "Authorization", "owner").body().split("\n", -1).length == 1
                ? new String[0]
                : node.get(path, "Authorization", "owner").body().split("\n");
    }

    private String choose(boolean granted, String previous) {
        var body = new JsonObject()
                .put("version", node.version("journal"))
                .put("choices", Map.of("audience", granted))
                .put("layout", "mobile")
                .put("previous", previous);
        return new JsonObject(node.choose("journal", body).body()).getString("id");
    }

    private void seal() {
        ConsentServer.await(node.room.rounds().seal());
    }

    private JsonObject json(String path) {
        return new JsonObject(node.get(path).body());
    }

    private String page(String path) {
        return node.get(path + "?lang=fr", "Accept", "text/html").body();
    }

    private static String hexOf(JsonObject document) {
        return CanonicalJson.hex(document.getMap());
    }

    private static String hexWithoutHash(JsonObject seal) {
        var document = seal.copy();
        document.remove("hash");
        return hexOf(document);
    }

    private static byte[] sha256(byte kind, byte[]... parts) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(kind);
        for (var part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
