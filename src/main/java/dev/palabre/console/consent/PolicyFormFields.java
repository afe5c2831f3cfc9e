package dev.palabre.console.consent;

import dev.palabre.text.TextRules;
import java.util.LinkedHashMap;

/** The fields of a form, by name. */
final class PolicyFormFields extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1L;

    /** What was typed, as it is stored; empty where the field is missing. */
    String text(String name) {
        return TextRules.normal(getOrDefault(name, ""));
    }

    /** A whole number, 0 where nothing is typed; what is no number is refused like one that is out of bounds. */
    int number(String name) {
        var text = text(name);
        if (text.isEmpty()) {
            return 0;
        }
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    }

    /** Whether a box is ticked. */
    boolean ticked(String name) {
        return containsKey(name);
    }
}
