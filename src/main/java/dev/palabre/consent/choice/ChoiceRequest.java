package dev.palabre.consent.choice;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.palabre.consent.policy.Policy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A choice as programs send it.
 *
 * @param version of the policy that is answered
 * @param choices answers by purpose; a purpose that is not named is refused
 * @param services answers by service; one that is not named is answered like its purpose
 * @param source where it was made: banner, dialog, embed, page, api, or another short word
 * @param lang language in which it was asked
 * @param layout mobile or desktop
 * @param previous consent id that an earlier choice was answered with
 */
public record ChoiceRequest(
        @Nullable String version,
        @Nullable Map<String, @Nullable Boolean> choices,
        @Nullable Map<String, @Nullable Boolean> services,
        @Nullable String source,
        @Nullable String lang,
        @Nullable String layout,
        @Nullable String previous) {

    /** The fields of the page's plain form, by name. */
    public record Form(@JsonAnySetter Map<String, String> fields) {
        private static final String PURPOSE = "purpose.";
        private static final String SERVICE = "service.";

        /** The choice that the pressed button, or the ticked boxes, stand for. */
        public ChoiceRequest choice(Policy policy) {
            var choices = new LinkedHashMap<String, @Nullable Boolean>();
            var services = new LinkedHashMap<String, @Nullable Boolean>();
            var action = fields.getOrDefault("action", "save");
            if (action.equals("save")) {
                policy.purposes().forEach(purpose -> choices.put(purpose, fields.containsKey(PURPOSE + purpose)));
                policy.services().keySet().stream()
                        .filter(service -> fields.containsKey(SERVICE + service))
                        .forEach(service -> services.put(service, true));
            } else {
                policy.purposes().forEach(purpose -> choices.put(purpose, action.equals("all")));
            }
            return new ChoiceRequest(
                    fields.get("version"), choices, services, "page", fields.get("lang"), null, fields.get("previous"));
        }
    }
}
