package dev.palabre.consent.choice;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * The records that a seal covers.
 *
 * @param from id of the first record
 * @param to id of the last record
 * @param events number of records
 * @param newestAt time of the newest choice
 * @param root root of the Merkle tree over the records' digests in the order of their ids, in hexadecimal
 */
public record SealBatch(UUID from, UUID to, int events, Instant newestAt, String root) {
    /** The batch of at least one record, in the order of their ids. */
    public static SealBatch of(List<Seal.Leaf> leaves) {
        return new SealBatch(
                leaves.get(0).id(),
                leaves.get(leaves.size() - 1).id(),
                leaves.size(),
                leaves.stream()
                        .map(Seal.Leaf::decidedAt)
                        .max(Instant::compareTo)
                        .orElseThrow(),
                HexFormat.of()
                        .formatHex(MerkleTree.root(
                                leaves.stream().map(Seal.Leaf::digest).toList())));
    }
}
