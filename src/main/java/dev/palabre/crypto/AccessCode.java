package dev.palabre.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A code that opens something by being known: 128 bits, with its site in front, so that a look-up goes
 * to that site's rows only. Only its hash is stored.
 *
 * @param siteId the site it belongs to
 * @param secret 16 bytes
 */
public record AccessCode(int siteId, byte[] secret) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    /** A new random code of a site. */
    public static AccessCode random(int siteId) {
        var secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new AccessCode(siteId, secret);
    }

    /** A code made of a keyed digest, which whoever holds the key can make again. */
    public static AccessCode of(int siteId, byte[] digest) {
        return new AccessCode(siteId, Arrays.copyOf(digest, BYTES));
    }

    /** Reads a code as it was handed out; empty for what is none. One code has one spelling. */
    public static Optional<AccessCode> parse(String text) {
        if (text.length() != 27) {
            return Optional.empty();
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            var code = new AccessCode(
                    bytes.getInt(), Arrays.copyOfRange(bytes.array(), Integer.BYTES, Integer.BYTES + BYTES));
            return code.text().equals(text) ? Optional.of(code) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The code as it is handed out: 27 characters that need no escaping anywhere. */
    public String text() {
        var bytes = ByteBuffer.allocate(Integer.BYTES + BYTES)
                .putInt(siteId)
                .put(secret)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is stored of it. */
    public byte[] hash() {
        return Sha256.of(secret);
    }

    /** Never the code itself: what is printed may end in a log. */
    @Override
    public String toString() {
        return "code of site " + siteId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessCode code && code.siteId == siteId && MessageDigest.isEqual(code.secret, secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret);
    }
}
