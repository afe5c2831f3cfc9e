package dev.palabre.consent;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A choice as programs send it.
 *
 * @param version of the policy that is answered
 * @param choices answers by purpose; a purpose that is not named is refused
 * @param services answers by service; empty until policies name services
 * @param source where it was made: banner, dialog, page, api, or another short word
 * @param lang language in which it was asked
 * @param previous consent id that an earlier choice was answered with
 */
record ChoiceRequest(
        @Nullable String version,
        @Nullable Map<String, @Nullable Boolean> choices,
        @Nullable Map<String, @Nullable Boolean> services,
        @Nullable String source,
        @Nullable String lang,
        @Nullable String previous) {

    /** The fields of the page's plain form, by name. */
    record Form(@JsonAnySetter Map<String, String> fields) {
        private static final String PURPOSE = "purpose.";

        /** The choice that the pressed button, or the ticked boxes, stand for. */
        ChoiceRequest choice(Policy policy) {
            var choices = new LinkedHashMap<String, @Nullable Boolean>();
            fields.keySet().stream()
                    .filter(name -> name.startsWith(PURPOSE))
                    .forEach(name -> choices.put(name.substring(PURPOSE.length()), true));
            var action = fields.getOrDefault("action", "save");
            if (!action.equals("save")) {
                choices.clear();
                policy.purposes().forEach(purpose -> choices.put(purpose, action.equals("all")));
            }
            return new ChoiceRequest(
                    fields.get("version"),
                    choices,
                    new HashMap<>(),
                    "page",
                    fields.get("lang"),
                    fields.get("previous"));
        }
    }
}
