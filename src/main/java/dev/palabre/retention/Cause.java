package dev.palabre.retention;

import java.util.Locale;

/** What made a run begin. */
public enum Cause {
    SCHEDULE,
    CONSOLE,
    COMMAND;

    /** The name in the database and in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
