package dev.palabre.consent.choice;

import java.util.Locale;

/** What a choice amounts to. */
public enum ConsentState {
    GIVEN,
    REFUSED,
    PARTIAL,
    WITHDRAWN;

    /**
     * What a choice amounts to.
     *
     * @param grantedBefore whether the visitor's choice before this one granted anything
     */
    static ConsentState of(Choice choice, boolean grantedBefore) {
        if (!contains(choice, true)) {
            return grantedBefore ? WITHDRAWN : REFUSED;
        }
        return contains(choice, false) ? PARTIAL : GIVEN;
    }

    private static boolean contains(Choice choice, boolean answer) {
        return choice.choices().containsValue(answer) || choice.services().containsValue(answer);
    }

    static ConsentState read(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
