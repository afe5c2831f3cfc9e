package dev.palabre.mail.smtp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The mail server that takes our mail.
 *
 * <pre>{@code
 * SmtpAddress.parse("smtp://palabre:s%40cret@mail.example.org:587")
 * }</pre>
 *
 * @param host a host name or an IP address, without brackets
 * @param port the TCP port, 1 to 65535
 * @param user who logs in, empty for nobody
 * @param password their password, empty without a user
 * @param tls whether TLS is spoken from the first byte; else STARTTLS is used where offered, and required with a password
 */
public record SmtpAddress(String host, int port, String user, String password, boolean tls) {
    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;
    private static final String FORM = "smtp://user:password@host:587";
    private static final Pattern SHAPE = Pattern.compile("(?<scheme>smtps?)://"
            + "(?:(?<user>[^:@/?#]+):(?<password>[^@/?#]+)@)?"
            + "(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<host>[^:@/?#\\[\\],%\\s]+))(?::(?<port>\\d{1,5}))?/?");

    /**
     * Checks the port.
     *
     * @throws IllegalArgumentException when the port is not a TCP port
     */
    public SmtpAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("The mail server's port must be between 1 and 65535");
        }
    }

    /**
     * Reads {@code smtp://user:password@host:587}, or {@code smtps://} for TLS from the first byte. Without a port it is 587,
     * or 465 for smtps.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong and repeats no part of the text
     */
    public static SmtpAddress parse(String text) {
        var parts = SHAPE.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("The mail server's address must look like " + FORM
                    + " or smtps://user:password@host:465, user and password both or neither."
                    + " In them, write @ as %40, / as %2F, : as %3A, ? as %3F, # as %23, % as %25");
        }
        var tls = parts.group("scheme").equals("smtps");
        var port = parts.group("port");
        return new SmtpAddress(
                parts.group("six") == null ? parts.group("host") : parts.group("six"),
                port == null ? (tls ? SUBMISSIONS : SUBMISSION) : Integer.parseInt(port),
                decode(parts.group("user")),
                decode(parts.group("password")),
                tls);
    }

    /** Whether somebody logs in. */
    boolean hasPassword() {
        return !password.isEmpty();
    }

    /** Whether the server is on this machine. */
    boolean isLoopback() {
        return host.equals("localhost") || host.equals("::1") || host.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }

    /** Without the password: what is printed may end in a log. */
    @Override
    public String toString() {
        var login = hasPassword() ? user + ":***@" : "";
        var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (tls ? "smtps://" : "smtp://") + login + name + ":" + port;
    }

    private static String decode(@org.jspecify.annotations.Nullable String part) {
        if (part == null) {
            return "";
        }
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("In the mail server's address a % must be followed by two hex digits");
        }
    }
}
