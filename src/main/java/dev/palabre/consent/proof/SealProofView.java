package dev.palabre.consent.proof;

import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.crypto.AccessCode;
import dev.palabre.site.Site;
import dev.palabre.template.Dates;
import dev.palabre.template.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A proof, step by step, for people.
 *
 * @param holds whether every step does
 * @param verdict the same in a sentence
 * @param steps from the record to the anchor
 * @param receiptUrl back to the receipt
 * @param jsonUrl everything that is needed to recompute it
 * @param anchorsUrl what was published
 */
record SealProofView(
        String lang,
        String dir,
        String assets,
        String siteName,
        boolean holds,
        String verdict,
        List<Step> steps,
        String receiptUrl,
        String jsonUrl,
        String anchorsUrl) {

    /** What was looked at, what was found, and the hash that it is about. */
    record Step(String name, boolean holds, String found, String hash) {}

    static SealProofView of(
            AccessCode code, SealProof proof, Site site, ConsentUrls addresses, String lang, Messages messages) {
        var event = proof.record().event().id();
        return new SealProofView(
                lang,
                messages.direction(lang),
                addresses.assets(),
                site.name(),
                proof.holds(),
                messages.get(lang, proof.holds() ? "consent.verify.holds" : "consent.verify.broken"),
                steps(proof, site.dates(lang), lang, messages),
                addresses.receipt(code) + "?lang=" + lang,
                addresses.verification(code) + "?format=json&event=" + event,
                addresses.anchors(site));
    }

    private static List<Step> steps(SealProof proof, Dates dates, String lang, Messages messages) {
        var steps = new ArrayList<Step>();
        steps.add(step("record", proof.digestHolds(), proof.record().hex(), Map.of(), lang, messages));
        var seal = proof.seal();
        if (seal == null) {
            steps.add(new Step(
                    messages.get(lang, "consent.verify.seal"), true, messages.get(lang, "consent.verify.waiting"), ""));
            return steps;
        }
        var about = Map.<String, Object>of(
                "number", seal.number(), "events", seal.events(), "date", dates.exact(seal.sealedAt()));
        steps.add(step("seal", proof.sealHolds(), seal.hash(), about, lang, messages));
        var anchor = proof.anchor();
        if (anchor == null) {
            steps.add(new Step(
                    messages.get(lang, "consent.verify.anchor"),
                    true,
                    messages.get(lang, "consent.verify.unanchored"),
                    ""));
        } else {
            var day = Map.<String, Object>of("day", anchor.day().toString(), "number", anchor.number());
            steps.add(step("anchor", proof.chainHolds(), anchor.hash(), day, lang, messages));
        }
        return steps;
    }

    private static Step step(
            String name, boolean holds, String hash, Map<String, Object> values, String lang, Messages messages) {
        return new Step(
                messages.get(lang, "consent.verify." + name),
                holds,
                messages.get(lang, "consent.verify." + name + (holds ? ".holds" : ".broken"), values),
                hash);
    }
}
