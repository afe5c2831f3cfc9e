package dev.palabre.consent.choice;

import dev.palabre.consent.policy.Policy;
import dev.palabre.text.CanonicalJson;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One choice of one visitor, as it is proven. Holds no address, no browser and no page.
 *
 * @param siteId the site
 * @param id of this choice
 * @param consentHash SHA-256 of the visitor's consent id, in hexadecimal; the same for all choices of one visitor, null
 *     where the visitor was erased
 * @param link of this record with its visitor, which only the consent id can make again
 * @param previous the visitor's choice before this one, null for a first one
 * @param version of the policy that was answered
 * @param state what the choice amounts to
 * @param choices the answer to every purpose of that version
 * @param services the answer to every service of that version
 * @param source banner, dialog, embed, page or api
 * @param lang language in which it was asked
 * @param layout mobile or desktop, null where nothing was laid out
 * @param decidedAt by the server's clock, to the millisecond
 * @param validUntil when it is to be asked again
 */
public record ConsentEvent(
        int siteId,
        UUID id,
        @Nullable String consentHash,
        String link,
        @Nullable UUID previous,
        String version,
        ConsentState state,
        Map<String, Boolean> choices,
        Map<String, Boolean> services,
        String source,
        String lang,
        @Nullable String layout,
        Instant decidedAt,
        Instant validUntil) {
    private static final String SCHEMA = "palabre-consent/2";

    /** A choice made now, which holds as long as any: yes and no alike. */
    static ConsentEvent now(
            int siteId, UUID id, byte[] consentHash, Choice choice, Optional<ConsentEvent> before, Instant now) {
        var at = now.truncatedTo(ChronoUnit.MILLIS);
        return new ConsentEvent(
                siteId,
                id,
                HexFormat.of().formatHex(consentHash),
                link(consentHash, id),
                before.map(ConsentEvent::id).orElse(null),
                choice.version(),
                ConsentState.of(choice, before.map(ConsentEvent::grants).orElse(false)),
                choice.choices(),
                choice.services(),
                choice.source(),
                choice.lang(),
                choice.layout(),
                at,
                at.plus(Policy.VALID_DAYS, ChronoUnit.DAYS));
    }

    /** Whether anything was accepted. */
    boolean grants() {
        return choices.containsValue(true) || services.containsValue(true);
    }

    /** All that was recorded, as the digest is taken of it. */
    public Map<String, Object> document() {
        var document = new TreeMap<String, Object>();
        document.put("site", siteId);
        document.put("event", id.toString());
        document.put("schema", SCHEMA);
        document.put("link", link);
        document.put("previous", previous == null ? "" : previous.toString());
        document.put("services", services);
        document.put("layout", layout == null ? "" : layout);
        document.put("version", version);
        document.put("state", state.wire());
        document.put("choices", choices);
        document.put("source", source);
        document.put("lang", lang);
        document.put("decidedAt", decidedAt.toString());
        document.put("validUntil", validUntil.toString());
        return document;
    }

    /** What ties a record to a consent id for whoever knows it, and for nobody else. */
    public static String link(byte[] consentHash, UUID id) {
        return CanonicalJson.hex(Map.of("consent", HexFormat.of().formatHex(consentHash), "event", id.toString()));
    }

    /** Whether the link is that of the visitor whom the record names; also true where the visitor was erased. */
    boolean isLinked() {
        return consentHash == null || link.equals(link(HexFormat.of().parseHex(consentHash), id));
    }

    /** SHA-256 of the document: what proves that it was not changed. */
    public Buffer digest() {
        return Buffer.buffer(CanonicalJson.digest(document()));
    }
}
