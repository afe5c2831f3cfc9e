package dev.palabre.consent.choice;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The tree over the digests of a batch (RFC 6962, section 2.1): its root stands for all of them, and a path of a few hashes
 * shows that one of them is among them, without the others.
 */
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerkleTree() {}

    /**
     * A step from a digest towards the root.
     *
     * @param side on which the other hash stands, left or right
     * @param hash in hexadecimal
     */
    public record Step(String side, String hash) {}

    /** The root of at least one digest, in their order. */
    public static byte[] root(List<byte[]> digests) {
        if (digests.size() == 1) {
            return sha256(LEAF, digests.get(0));
        }
        var middle = middle(digests.size());
        return sha256(NODE, root(digests.subList(0, middle)), root(digests.subList(middle, digests.size())));
    }

    /** The steps from one of the digests to the root. */
    public static List<Step> path(List<byte[]> digests, int index) {
        var steps = new ArrayList<Step>();
        walk(digests, index, steps);
        return List.copyOf(steps);
    }

    /** The root that a digest leads to by a path. */
    public static byte[] follow(byte[] digest, List<Step> path) {
        var hash = sha256(LEAF, digest);
        for (var step : path) {
            var other = HexFormat.of().parseHex(step.hash());
            hash = step.side().equals("left") ? sha256(NODE, other, hash) : sha256(NODE, hash, other);
        }
        return hash;
    }

    private static void walk(List<byte[]> digests, int index, List<Step> steps) {
        if (digests.size() == 1) {
            return;
        }
        var middle = middle(digests.size());
        var left = digests.subList(0, middle);
        var right = digests.subList(middle, digests.size());
        if (index < middle) {
            walk(left, index, steps);
            steps.add(new Step("right", HexFormat.of().formatHex(root(right))));
        } else {
            walk(right, index - middle, steps);
            steps.add(new Step("left", HexFormat.of().formatHex(root(left))));
        }
    }

    /** The largest power of two below the size. */
    private static int middle(int size) {
        return Integer.highestOneBit(size - 1);
    }

    private static byte[] sha256(byte kind, byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(kind);
            for (var part : parts) {
                digest.update(ByteBuffer.wrap(part));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
