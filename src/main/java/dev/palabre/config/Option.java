package dev.palabre.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every option of the server: its name on the command line, in the environment and in the file, its default and what it
 * means. Help, {@code docs/configuration.md} and {@link Config} are made from this list.
 */
public enum Option {
    PORT("8080", "TCP port to listen on; 0 takes a free one"),
    HOST("127.0.0.1", "address to listen on"),
    PUBLIC_URL(null, "address that readers reach this server at, https but on loopback; may carry a path"),
    DATA_DIR(
            "./palabre-data",
            "folder of the embedded PostgreSQL, of the generated secret, of anchors and of the log of erasures"),
    DATABASE_URL(null, "postgresql://user:password@host:5432/name; without it the embedded one runs", true),
    DATABASE_DIRECT_URL(
            null,
            "the same database without the PgBouncer that --database-url leads through; for notices and migrations",
            true),
    DATABASE_CONNECTIONS("8", "connections to the database, at the most"),
    DATABASE_WAITING("200", "requests that may wait for a connection; more get 503"),
    DATABASE_DEADLINE("3000", "milliseconds after which a use of the database is given up with 503"),
    SECRET(
            null,
            "Base64 of 32 random bytes, the newest first, commas between; without it one is made in the data folder",
            true),
    SMTP_URL(null, "smtp://user:password@host:587 or smtps://…; without it mails stay readable in the outbox", true),
    MAIL_FROM(null, "sender of all mails, such as comments@example.org"),
    MAIL_BOUNCES(null, "address that mail servers send their reports to; without it, that of the sender"),
    DKIM_KEY(null, "private RSA key, PKCS#8, that mails are signed with for the sender's domain", true),
    DKIM_SELECTOR("palabre", "name of that key in the DNS, below ._domainkey"),
    TRUSTED_PROXIES("", "networks of the proxies whose X-Forwarded-For counts, such as 10.0.0.0/8, commas between"),
    MANAGEMENT_PORT(null, "TCP port for /health and /metrics; without it metrics are off"),
    ACCESS_LOG("false", "true logs each request: method, route, status, milliseconds; never an address"),
    DRAIN("0", "seconds for which a stopping server still serves, and /health/ready answers 503"),
    EVENT_LOOPS("0", "event loops; 0 takes one for each processor"),
    CACHE_SIZE(
            "64",
            "megabytes of finished threads kept in memory, plain and compressed; a quarter of the heap's maximum at most"),
    CACHE_STALE("10", "minutes for which threads in memory are served while the database is away"),
    LIMITS_BODY("448", "kilobytes of the largest request body; holds the longest text that a site may allow"),
    LIMITS_BODIES("0", "megabytes of all request bodies in memory; 0 takes an eighth of the heap"),
    LIMITS_BODY_TIME("10000", "milliseconds within which a request body must have come"),
    LIMITS_IDLE("10", "seconds after which a silent connection is closed"),
    LIMITS_ANSWER("60", "seconds after which a request whose answer has not begun gets 503"),
    LIMITS_SUBMIT("10/m", "comments from one network address on one site (10/m, 100/h, …; 0 for no limit)"),
    LIMITS_SUBMIT_SITE("300/m", "comments from everybody on one site"),
    LIMITS_READ("600/m", "reads from one network address"),
    LIMITS_SIGNIN("30/m", "sign-ins from one network address"),
    LIMITS_CONSENT("300/m", "recorded choices from one network address on one site"),
    LIMITS_CONSENT_SITE("6000/m", "recorded choices from everybody on one site"),
    LIMITS_CONSENT_REPORTS("30/m", "reports of undeclared cookies from one network address on one site"),
    LIMITS_QUEUE("10000", "waiting comments of one site; beyond, new ones get 503"),
    LIMITS_UNCONFIRMED("30/h", "comments that wait for their author's click from one network address on one site"),
    LIMITS_UNCONFIRMED_SITE(
            "5000", "comments of one site that wait for their author's click; beyond, the oldest are erased"),
    LIMITS_MIN_TIME("3000", "milliseconds that a person needs to fill in the form; quicker is held with a reason"),
    LIMITS_LINKS("20/h", "links by mail that one network address asks for"),
    LIMITS_LINKS_ADDRESS("5/h", "links mailed to one reader's mailbox on a site, whoever asks, with whatever +tag"),
    LIMITS_LINKS_DOMAIN("100/h", "links mailed to all mailboxes of one domain on a site"),
    LIMITS_LINKS_NETWORK("20/h", "links mailed to addresses that one network address typed into the form of comments"),
    LIMITS_LINKS_SITE("300/h", "links mailed on one site"),
    LIMITS_LINKS_SERVER("3000/h", "links mailed by this server"),
    LIMITS_MAILS("20", "mails of one site to one reader's address in a day"),
    OUTBOX_KEEP("30", "days for which mails that left, or will not leave, stay in the console"),
    SESSION_IDLE("30", "minutes after which a silent moderator is signed out"),
    SESSION_LONGEST("12", "hours after which every moderator is signed out");

    private final @Nullable String byDefault;
    private final String meaning;
    private final boolean secret;

    Option(@Nullable String byDefault, String meaning) {
        this(byDefault, meaning, false);
    }

    Option(@Nullable String byDefault, String meaning, boolean secret) {
        this.byDefault = byDefault;
        this.meaning = meaning;
        this.secret = secret;
    }

    /** The name on the command line, without its hyphens. */
    public String argument() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name in the environment. */
    public String variable() {
        return "PALABRE_" + name();
    }

    /** The value that holds where none is given, null where there is none. */
    @Nullable
    public String byDefault() {
        return byDefault;
    }

    /** What it means, with its unit. */
    public String meaning() {
        return meaning;
    }

    /** Whether it may also be read from a file that {@code <variable>_FILE} names. */
    boolean secret() {
        return secret;
    }
}
