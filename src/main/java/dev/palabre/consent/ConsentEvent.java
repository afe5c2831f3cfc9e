package dev.palabre.consent;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One choice of one visitor, as it is proven. Holds no address, no browser and no page.
 *
 * @param siteId the site
 * @param id of this choice
 * @param consentHash SHA-256 of the visitor's consent id, in hexadecimal; the same for all choices of one visitor
 * @param version of the policy that was answered
 * @param state what the choice amounts to
 * @param choices the answer to every purpose of that version
 * @param source banner, dialog, page or api
 * @param lang language in which it was asked
 * @param decidedAt by the server's clock, to the millisecond
 * @param validUntil when it is to be asked again
 */
record ConsentEvent(
        int siteId,
        UUID id,
        String consentHash,
        String version,
        State state,
        Map<String, Boolean> choices,
        String source,
        String lang,
        Instant decidedAt,
        Instant validUntil) {
    private static final String SCHEMA = "palabre-consent/1";

    /** A choice made now, which holds as long as any: yes and no alike. */
    static ConsentEvent now(
            int siteId, UUID id, byte[] consentHash, Choice choice, boolean grantedBefore, Instant now) {
        var at = now.truncatedTo(ChronoUnit.MILLIS);
        return new ConsentEvent(
                siteId,
                id,
                HexFormat.of().formatHex(consentHash),
                choice.version(),
                State.of(choice.choices().values(), grantedBefore),
                choice.choices(),
                choice.source(),
                choice.lang(),
                at,
                at.plus(Policy.VALID_DAYS, ChronoUnit.DAYS));
    }

    /** Whether anything was accepted. */
    boolean grants() {
        return choices.containsValue(true);
    }

    /** All that was recorded, as the digest is taken of it. */
    Map<String, Object> document() {
        var document = new TreeMap<String, Object>();
        document.put("schema", SCHEMA);
        document.put("site", siteId);
        document.put("event", id.toString());
        document.put("consent", consentHash);
        document.put("version", version);
        document.put("state", state.wire());
        document.put("choices", choices);
        document.put("source", source);
        document.put("lang", lang);
        document.put("decidedAt", decidedAt.toString());
        document.put("validUntil", validUntil.toString());
        return document;
    }

    /** SHA-256 of the document: what proves that it was not changed. */
    Buffer digest() {
        return Buffer.buffer(Canonical.digest(document()));
    }
}
