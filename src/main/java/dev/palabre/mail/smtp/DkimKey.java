package dev.palabre.mail.smtp;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The key that our mail is signed with (DKIM, RFC 6376). Its public half is in the DNS of the sender's domain, below
 * {@code <selector>._domainkey}.
 *
 * @param selector names the key in the DNS
 * @param key RSA, of 1024 bits or more
 */
public record DkimKey(String selector, RSAPrivateKey key) {
    private static final int MIN_BITS = 1024;

    /** Checks the selector. */
    public DkimKey {
        if (!selector.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException("a selector is a label such as palabre");
        }
    }

    /**
     * Reads a key as {@code openssl genpkey -algorithm RSA} writes it: PKCS#8, with or without its two lines around.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public static RSAPrivateKey parse(String pem) {
        try {
            var base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
            var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            var key = (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(spec);
            if (key.getModulus().bitLength() < MIN_BITS) {
                throw new IllegalArgumentException("takes an RSA key of 2048 bits; this one is too short");
            }
            return key;
        } catch (GeneralSecurityException | ClassCastException e) {
            throw wrong();
        } catch (IllegalArgumentException e) {
            throw e.getMessage() != null && e.getMessage().startsWith("takes") ? e : wrong();
        }
    }

    /** Never the key: what is printed may end in a log. */
    @Override
    public String toString() {
        return "DKIM key " + selector;
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "takes a private RSA key in PKCS#8; make one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    }
}
