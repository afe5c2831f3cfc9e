package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.MerkleTree;
import dev.palabre.consent.choice.Seal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that shows that one record is the one that was made then: from the record to its digest, to the root of its batch, to
 * the seal over that, and on to the first anchor that was published after it. Whoever has it can recompute each step.
 *
 * @param record the record with its digest
 * @param seal that covers it, null while it waits for one
 * @param path from the digest to the seal's root
 * @param chain seals after that one, up to the anchor's
 * @param anchor that was published first after the seal, null before the day has ended
 */
record SealProof(
        ConsentStore.Stored record,
        @Nullable Seal seal,
        List<MerkleTree.Step> path,
        List<Seal> chain,
        @Nullable Anchor anchor) {

    /** The record is not sealed yet. */
    static SealProof waiting(ConsentStore.Stored record) {
        return new SealProof(record, null, List.of(), List.of(), null);
    }

    /** The root over these records, in hexadecimal. */
    static String root(List<ConsentStore.Stored> batch) {
        return HexFormat.of().formatHex(MerkleTree.root(digests(batch)));
    }

    static List<byte[]> digests(List<ConsentStore.Stored> batch) {
        return batch.stream().map(stored -> stored.digest().getBytes()).toList();
    }

    /** Whether the digest is that of the record. */
    boolean digestHolds() {
        return record.holds();
    }

    /** Whether the digest leads to the seal's root, and the seal has its hash; also true where there is no seal yet. */
    boolean sealHolds() {
        return seal == null
                || (seal.hash().equals(seal.recomputed())
                        && seal.root()
                                .equals(HexFormat.of()
                                        .formatHex(MerkleTree.follow(
                                                record.digest().getBytes(), path))));
    }

    /** Whether each seal names the one before it, up to the anchor; also true where nothing follows yet. */
    boolean chainHolds() {
        var before = seal;
        for (var next : chain) {
            if (before == null
                    || !next.previous().equals(before.hash())
                    || !next.hash().equals(next.recomputed())) {
                return false;
            }
            before = next;
        }
        return anchor == null
                || (before != null
                        && before.number() == anchor.number()
                        && before.hash().equals(anchor.hash()));
    }

    /** Whether every step that there is holds. */
    boolean holds() {
        return digestHolds() && sealHolds() && chainHolds();
    }

    /** The proof for programs. */
    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("holds", holds());
        document.put("record", record.event().document());
        document.put("digest", record.hex());
        document.put("digestHolds", digestHolds());
        if (seal != null) {
            document.put("path", path);
            document.put("seal", document(seal));
            document.put("sealHolds", sealHolds());
            document.put("chain", chain.stream().map(SealProof::document).toList());
            document.put("chainHolds", chainHolds());
        }
        if (anchor != null) {
            document.put("anchor", anchor.document());
        }
        return document;
    }

    private static Map<String, Object> document(Seal seal) {
        var document = new LinkedHashMap<>(seal.document());
        document.put("hash", seal.hash());
        return document;
    }

    /** The seals that lead from the record to the anchor, its own first. */
    List<Seal> seals() {
        var seals = new ArrayList<Seal>();
        if (seal != null) {
            seals.add(seal);
        }
        seals.addAll(chain);
        return seals;
    }
}
