package dev.palabre.mail;

/** Why a mail did not leave; the reason is kept in the outbox, so it is short and holds no address. */
final class Undelivered extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    enum Kind {
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

    Undelivered(Kind kind, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
    }

    static Undelivered unfit(String reason) {
        return new Undelivered(Kind.UNFIT, reason);
    }

    Kind kind() {
        return kind;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
