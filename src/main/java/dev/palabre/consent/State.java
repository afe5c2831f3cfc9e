package dev.palabre.consent;

import java.util.Collection;
import java.util.Locale;

/** What a choice amounts to. */
enum State {
    GIVEN,
    REFUSED,
    PARTIAL,
    WITHDRAWN;

    /**
     * What these answers amount to.
     *
     * @param answers to every purpose
     * @param grantedBefore whether the visitor's choice before this one granted anything
     */
    static State of(Collection<Boolean> answers, boolean grantedBefore) {
        if (!answers.contains(true)) {
            return grantedBefore ? WITHDRAWN : REFUSED;
        }
        return answers.contains(false) ? PARTIAL : GIVEN;
    }

    static State read(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
