package dev.palabre.consent.choice;

import dev.palabre.text.CanonicalJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A link of a site's chain: a batch of consent events, sealed. Hashes are in hexadecimal.
 *
 * @param siteId the site
 * @param number from 1, without a gap
 * @param from the batch's first event
 * @param to the batch's last event
 * @param events how many they are
 * @param newestAt when the batch's last choice was made
 * @param root of the tree over the events' digests, in the order of their ids
 * @param previous hash of the seal before, zeros for the first
 * @param hash SHA-256 of the document
 * @param sealedAt to the millisecond
 * @param purgedAt when the events went, null while they are kept
 */
public record Seal(
        int siteId,
        int number,
        UUID from,
        UUID to,
        int events,
        Instant newestAt,
        String root,
        String previous,
        String hash,
        Instant sealedAt,
        @Nullable Instant purgedAt) {
    private static final String SCHEMA = "palabre-seal/1";
    private static final String NONE = "0".repeat(64);

    /** What a seal needs of an event. */
    public record Leaf(UUID id, byte[] digest, Instant decidedAt) {}

    /** The seal over a batch, in the order of ids, after the one before it. */
    public static Seal over(int siteId, List<Leaf> batch, Optional<Seal> before, Instant now) {
        var root = MerkleTree.root(batch.stream().map(Leaf::digest).toList());
        var newest = batch.stream().map(Leaf::decidedAt).max(Instant::compareTo).orElse(now);
        var open = new Seal(
                siteId,
                before.map(Seal::number).orElse(0) + 1,
                batch.get(0).id(),
                batch.get(batch.size() - 1).id(),
                batch.size(),
                newest,
                HexFormat.of().formatHex(root),
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

    /** All that the hash is taken of. */
    public Map<String, Object> document() {
        var document = new TreeMap<String, Object>();
        document.put("schema", SCHEMA);
        document.put("site", siteId);
        document.put("number", number);
        document.put("from", from.toString());
        document.put("to", to.toString());
        document.put("events", events);
        document.put("root", root);
        document.put("previous", previous);
        document.put("sealedAt", sealedAt.toString());
        return document;
    }

    /** The hash as it must be. */
    public String recomputed() {
        return CanonicalJson.hex(document());
    }

    private Seal closed() {
        return new Seal(siteId, number, from, to, events, newestAt, root, previous, recomputed(), sealedAt, purgedAt);
    }
}
