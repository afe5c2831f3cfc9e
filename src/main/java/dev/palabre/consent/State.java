package dev.palabre.consent;

import java.util.Locale;

/** What a choice amounts to. */
enum State {
    GIVEN,
    REFUSED,
    PARTIAL,
    WITHDRAWN;

    /**
     * What a choice amounts to.
     *
     * @param grantedBefore whether the visitor's choice before this one granted anything
     */
    static State of(Choice choice, boolean grantedBefore) {
        if (!contains(choice, true)) {
            return grantedBefore ? WITHDRAWN : REFUSED;
        }
        return contains(choice, false) ? PARTIAL : GIVEN;
    }

    private static boolean contains(Choice choice, boolean answer) {
        return choice.choices().containsValue(answer) || choice.services().containsValue(answer);
    }

    static State read(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
