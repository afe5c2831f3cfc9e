package dev.palabre.consent.choice;

import dev.palabre.text.CanonicalJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A link of a site's chain: a sealed batch of consent records, or the purge of such a batch. Hashes are in hexadecimal.
 *
 * @param siteId the site
 * @param number from 1, without a gap
 * @param purges number of the seal whose records this link purged, null for a seal
 * @param batch the records that are sealed, or that were purged
 * @param keepDays days that the site keeps records
 * @param complete whether no committed record was left without a seal
 * @param previous hash of the link before, zeros for the first
 * @param hash SHA-256 of the document
 * @param sealedAt to the millisecond
 * @param purgedAt time at which the records were purged, null while they are kept
 */
public record Seal(
        int siteId,
        int number,
        @Nullable Integer purges,
        SealBatch batch,
        int keepDays,
        boolean complete,
        String previous,
        String hash,
        Instant sealedAt,
        @Nullable Instant purgedAt) {
    private static final String SCHEMA = "palabre-seal/2";
    private static final String NONE = "0".repeat(64);

    /** What a seal needs of an event. */
    public record Leaf(UUID id, byte[] digest, Instant decidedAt) {}

    /** The seal over a batch, in the order of ids, after the link before it. */
    public static Seal over(
            int siteId, List<Leaf> leaves, boolean complete, int keepDays, Optional<Seal> before, Instant now) {
        return linked(siteId, null, SealBatch.of(leaves), keepDays, complete, before, now);
    }

    /** The purge of a seal's records, after the last link of the chain. */
    public static Seal purge(Seal purged, int keepDays, Optional<Seal> before, Instant now) {
        return linked(purged.siteId(), purged.number(), purged.batch(), keepDays, false, before, now);
    }

    private static Seal linked(
            int siteId,
            @Nullable Integer purges,
            SealBatch batch,
            int keepDays,
            boolean complete,
            Optional<Seal> before,
            Instant now) {
        var open = new Seal(
                siteId,
                before.map(Seal::number).orElse(0) + 1,
                purges,
                batch,
                keepDays,
                complete,
                previous(before),
                "",
                now.truncatedTo(ChronoUnit.MILLIS),
                null);
        return open.closed();
    }

    /** What the seal after this one names as its predecessor, or the first one, which has none. */
    public static String previous(Optional<Seal> before) {
        return before.map(Seal::hash).orElse(NONE);
    }

    /** Whether this link purges the records of a seal. */
    public boolean isPurge() {
        return purges != null;
    }

    /** Whether this link is the purge of that seal: it repeats the seal's batch, and came later. */
    public boolean isPurgeOf(Seal seal) {
        return purges != null
                && purges == seal.number()
                && number > seal.number()
                && batch.equals(seal.batch())
                && sealedAt.equals(seal.purgedAt());
    }

    /** Whether a purge at the time of this link leaves the records of its batch for this many days. */
    public boolean keeps(int days) {
        return Duration.between(batch.newestAt(), sealedAt).compareTo(Duration.ofDays(days)) >= 0;
    }

    public UUID from() {
        return batch.from();
    }

    public UUID to() {
        return batch.to();
    }

    public int events() {
        return batch.events();
    }

    public Instant newestAt() {
        return batch.newestAt();
    }

    public String root() {
        return batch.root();
    }

    /** All that the hash is taken of. */
    public Map<String, Object> document() {
        var document = new TreeMap<String, Object>();
        document.put("schema", SCHEMA);
        document.put("site", siteId);
        document.put("number", number);
        document.put("kind", isPurge() ? "purge" : "seal");
        if (purges != null) {
            document.put("purges", purges);
        }
        document.put("from", from().toString());
        document.put("to", to().toString());
        document.put("events", events());
        document.put("newestAt", newestAt().toString());
        document.put("root", root());
        document.put("keepDays", keepDays);
        document.put("complete", complete);
        document.put("previous", previous);
        document.put("sealedAt", sealedAt.toString());
        return document;
    }

    /** The hash as it must be. */
    public String recomputed() {
        return CanonicalJson.hex(document());
    }

    private Seal closed() {
        return new Seal(siteId, number, purges, batch, keepDays, complete, previous, recomputed(), sealedAt, purgedAt);
    }
}
