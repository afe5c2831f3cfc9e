package dev.palabre.mail.smtp;

/** A mail that was not sent; the reason is kept in the outbox, so it is short and holds no address. */
public final class DeliveryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /** No server takes anything now: try soon. */
        UNREACHABLE,
        /** The server does not take this mail now: try later. */
        LATER,
        /** The server will not take this mail: try a few times. */
        REFUSED,
        /** The server will not take mail to this address: try a few times, then write there no more. */
        BOUNCED,
        /** We do not send this: never try again. */
        UNFIT
    }

    private final Kind kind;

    public DeliveryException(Kind kind, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
    }

    static DeliveryException unfit(String reason) {
        return new DeliveryException(Kind.UNFIT, reason);
    }

    public Kind kind() {
        return kind;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
