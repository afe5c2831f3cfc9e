package dev.palabre.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a moderator may do on a site. */
public enum Role {
    /** Decides, and answers for the site. */
    OWNER,
    /** Decides. */
    MODERATOR,
    /** Reads the queue and the archive. */
    READER;

    /** The role of this name, such as {@code moderator}. */
    public static Optional<Role> parse(String name) {
        return Stream.of(values()).filter(role -> role.wireName().equals(name)).findFirst();
    }

    /** The name in JSON, in the database and on the command line. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean decides() {
        return this != READER;
    }
}
