package dev.palabre.db.embedded;

/** The embedded database cannot run here; the message is a sentence for the operator that says what to do. */
public final class EmbeddedDatabaseException extends RuntimeException {
    EmbeddedDatabaseException(String message) {
        super(message);
    }

    EmbeddedDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
