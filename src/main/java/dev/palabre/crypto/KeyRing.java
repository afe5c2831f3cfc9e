package dev.palabre.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's secrets: the first signs, all verify, so that a new one can be put before the old. Each purpose has a key
 * of its own, derived from the secret, so that what was made for one purpose is worth nothing for another.
 */
public final class KeyRing {
    /** Bytes that a secret must have at least. */
    public static final int MIN_BYTES = 32;

    /** Different bytes that 32 random ones have with all but certainty, and a placeholder has not. */
    private static final int MIN_KINDS = 10;

    private static final String HMAC = "HmacSHA256";

    private final Map<String, byte[]> secrets = new LinkedHashMap<>();
    private final String current;

    private KeyRing(List<byte[]> secrets) {
        secrets.forEach(secret -> this.secrets.put(name(secret), secret));
        current = name(secrets.get(0));
    }

    /**
     * Reads secrets, Base64, separated by commas, the newest first.
     *
     * @throws IllegalArgumentException with a sentence that says what to do; it never repeats the secret
     */
    public static KeyRing parse(String text) {
        var secrets = Arrays.stream(text.strip().split("\\s*,\\s*", -1))
                .map(KeyRing::secret)
                .toList();
        return new KeyRing(secrets);
    }

    /** The name of the secret that signs; stands beside what it signed. */
    public String current() {
        return current;
    }

    /** Names of all secrets that verify. */
    public Set<String> names() {
        return Set.copyOf(secrets.keySet());
    }

    /**
     * The key of a named secret for one purpose.
     *
     * @throws IllegalArgumentException for a name that is not on the ring
     */
    public SecretKey key(String name, String purpose) {
        var secret = secrets.get(name);
        if (secret == null) {
            throw new IllegalArgumentException("a key that is no longer on the ring");
        }
        return new SecretKeySpec(hmac(secret, purpose.getBytes(StandardCharsets.UTF_8)), HMAC);
    }

    /** The keyed digest of a message for one purpose, by the secret that signs: 32 bytes. */
    public byte[] digest(String purpose, String message) {
        return digest(current, purpose, message);
    }

    /** The keyed digest of a message for one purpose, by a named secret: 32 bytes. */
    public byte[] digest(String name, String purpose, String message) {
        return hmac(key(name, purpose).getEncoded(), message.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] secret(String text) {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the secret must be Base64; make one with: openssl rand -base64 32");
        }
        if (secret.length < MIN_BYTES || kinds(secret) < MIN_KINDS) {
            throw new IllegalArgumentException(
                    "the secret must have 32 random bytes or more; make one with: openssl rand -base64 32");
        }
        return secret;
    }

    private static long kinds(byte[] secret) {
        return IntStream.range(0, secret.length).map(i -> secret[i]).distinct().count();
    }

    private static String name(byte[] secret) {
        return HexFormat.of().formatHex(Sha256.of(secret), 0, 4);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
