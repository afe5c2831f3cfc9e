package dev.palabre.privacy.retention;

import java.util.Locale;

/** What made a run begin. */
public enum RunTrigger {
    SCHEDULE,
    CONSOLE,
    COMMAND;

    /** The name in the database and in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
