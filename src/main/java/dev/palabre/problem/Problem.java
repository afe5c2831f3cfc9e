package dev.palabre.problem;

import dev.palabre.http.ErrorHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The only expected failure: what went wrong, by a stable code whose sentence stands in the message bundles as
 * {@code problem.<code>}. {@link ErrorHandler} turns it into an answer; nobody else does.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String ALLOW = "allow";

    /** Refused fields that an answer names at most, however many there are. */
    private static final int MOST_ERRORS = 50;

    /** What sort of failure it is; decides the HTTP status. */
    public enum Kind {
        MALFORMED(400),
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        NOT_FOUND(404),
        NOT_ALLOWED(405),
        CONFLICT(409),
        GONE(410),
        TOO_LARGE(413),
        UNSUPPORTED(415),
        INVALID(422),
        TOO_MANY(429),
        UNEXPECTED(500),
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The HTTP status of this kind. */
        public int status() {
            return status;
        }
    }

    /**
     * One field that was refused.
     *
     * @param field the name as it was sent
     * @param code stable, snake_case; its sentence is {@code problem.<code>}
     * @param values what the sentence names, such as {@code max}
     */
    public record FieldError(String field, String code, Map<String, Object> values) {
        /** A refused field whose sentence names nothing. */
        public static FieldError of(String field, String code) {
            return new FieldError(field, code, Map.of());
        }

        /** A refused field whose sentence names one value. */
        public static FieldError of(String field, String code, String name, Object value) {
            return new FieldError(field, code, Map.of(name, value));
        }
    }

    private final Kind kind;
    private final String code;
    private final transient Map<String, Object> values;
    private final transient List<FieldError> errors;
    private final int retryAfterSeconds;
    private final transient Map<String, Object> members;

    private Problem(
            Kind kind, String code, Map<String, Object> values, List<FieldError> errors, int retryAfterSeconds) {
        this(kind, code, values, errors, retryAfterSeconds, Map.of());
    }

    private Problem(
            Kind kind,
            String code,
            Map<String, Object> values,
            List<FieldError> errors,
            int retryAfterSeconds,
            Map<String, Object> members) {
        super(kind + " " + code, null, false, false);
        this.kind = kind;
        this.code = code;
        this.values = values;
        this.errors = errors;
        this.retryAfterSeconds = retryAfterSeconds;
        this.members = members;
    }

    /** A failure without further detail. */
    public static Problem of(Kind kind, String code) {
        return new Problem(kind, code, Map.of(), List.of(), 0);
    }

    /** A failure whose sentence names values. */
    public static Problem of(Kind kind, String code, Map<String, Object> values) {
        return new Problem(kind, code, values, List.of(), 0);
    }

    /** Fields that were refused, all of them at once (422), of very many the first ones. */
    public static Problem invalid(List<FieldError> errors) {
        var named = errors.subList(0, Math.min(MOST_ERRORS, errors.size()));
        return new Problem(Kind.INVALID, "invalid", Map.of(), List.copyOf(named), 0);
    }

    /** A request that cannot be read because of one field, such as a number where text belongs (400). */
    public static Problem malformed(String field, String code) {
        return new Problem(Kind.MALFORMED, "malformed", Map.of(), List.of(FieldError.of(field, code)), 0);
    }

    /** Nothing is there, or nothing that this caller may know of (404). */
    public static Problem notFound() {
        return of(Kind.NOT_FOUND, "not_found");
    }

    /** Refused for now; may be tried again after so many seconds (429 or 503). */
    public static Problem later(Kind kind, String code, int retryAfterSeconds) {
        return new Problem(kind, code, Map.of("seconds", retryAfterSeconds), List.of(), Math.max(1, retryAfterSeconds));
    }

    /** The same failure with one more member in its answer (RFC 9457, section 3.2): what the client needs to go on. */
    public Problem with(String name, Object value) {
        var more = new HashMap<>(members);
        more.put(name, value);
        return new Problem(kind, code, values, errors, retryAfterSeconds, Map.copyOf(more));
    }

    /** The same failure of a method (405), with those that the path has. */
    public Problem allowing(String methods) {
        return new Problem(kind, code, Map.of(ALLOW, methods), errors, retryAfterSeconds, members);
    }

    /** The methods that the path has; empty where that is not the matter. */
    public String allowed() {
        return String.valueOf(values.getOrDefault(ALLOW, ""));
    }

    /** What sort of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** The stable code. */
    public String code() {
        return code;
    }

    /** What the sentence names. */
    public Map<String, Object> values() {
        return values;
    }

    /** The fields that were refused; empty where no single field is to blame. */
    public List<FieldError> errors() {
        return errors;
    }

    /** Seconds until a new try makes sense; 0 where that says nothing. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Members of the answer beyond those that every failure has. */
    public Map<String, Object> members() {
        return members;
    }
}
