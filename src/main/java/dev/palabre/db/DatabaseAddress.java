package dev.palabre.db;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is and who enters it.
 *
 * <pre>{@code
 * DatabaseAddress.parse("postgresql://palabre:s%40cret@db.example.org:5432/palabre?sslmode=verify-full")
 * }</pre>
 *
 * @param host a host name or an IP address, without brackets
 * @param port the TCP port, 1 to 65535
 * @param database the name of the database
 * @param user the role that logs in
 * @param password its password, empty when the server asks for none
 * @param tls whether the connection is encrypted, and what is checked
 * @param rootCertificates the PEM file of the authorities whose certificates are accepted, {@code system} for those that
 *     Java knows, empty for the default
 */
public record DatabaseAddress(
        String host, int port, String database, String user, String password, Tls tls, String rootCertificates) {
    /** The value of {@code sslrootcert} that stands for the authorities that Java knows. */
    static final String SYSTEM = "system";

    private static final int DEFAULT_PORT = 5432;
    private static final String FORM = "postgresql://user:password@host:5432/name?sslmode=require";
    private static final Pattern SCHEME = Pattern.compile("postgres(?:ql)?://.*", Pattern.DOTALL);
    private static final Pattern SHAPE = Pattern.compile("postgres(?:ql)?://"
            + "(?<user>[^:@/?#]+)(?::(?<password>[^@/?#]*))?@"
            + "(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<host>[^:@/?#\\[\\],%\\s]+))(?::(?<port>\\d{1,5}))?"
            + "/(?<database>[^@/?#]+)(?:\\?(?<query>[^#]*))?");

    private static final Set<String> PARAMETERS = Set.of("sslmode", "sslrootcert");

    /** How much of TLS a connection asks for, with libpq's words. */
    public enum Tls {
        /** Never encrypted. */
        DISABLE,
        /** Encrypted only where the server insists. */
        ALLOW,
        /** Encrypted where the server can. */
        PREFER,
        /** Always encrypted; the certificate is not checked. */
        REQUIRE,
        /** Always encrypted, by a certificate of a known authority. */
        VERIFY_CA,
        /** Always encrypted, by a certificate of a known authority for this host. */
        VERIFY_FULL;

        /** Returns the value that {@code sslmode} takes, for instance {@code verify-full}. */
        public String sslmode() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Tls ofSslmode(String sslmode) {
            return Arrays.stream(values())
                    .filter(tls -> tls.sslmode().equals(sslmode))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("sslmode must be one of "
                            + Arrays.stream(values()).map(Tls::sslmode).collect(Collectors.joining(", "))));
        }
    }

    /**
     * Checks the port.
     *
     * @throws IllegalArgumentException when the port is not a TCP port
     */
    public DatabaseAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("The database's port must be between 1 and 65535");
        }
    }

    /** The same without a file of authorities. */
    public DatabaseAddress(String host, int port, String database, String user, String password, Tls tls) {
        this(host, port, database, user, password, tls, "");
    }

    /**
     * Reads {@code postgresql://user:password@host:5432/name?sslmode=…}. Without a port it is 5432; without
     * {@code sslmode} it is {@code prefer}, as for every PostgreSQL client.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong; it repeats no part of the text, since any
     *     part may belong to a password that was badly written
     */
    public static DatabaseAddress parse(String text) {
        if (!SCHEME.matcher(text).matches()) {
            throw new IllegalArgumentException("The database's address must start with postgresql://, like " + FORM);
        }
        var parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "The database's address must look like " + FORM
                            + ". In the user and the password, write @ as %40, / as %2F, : as %3A, ? as %3F, # as %23, % as %25");
        }
        var port = parts.group("port");
        var parameters = parameters(parts.group("query"));
        var roots = parameters.getOrDefault("sslrootcert", "");
        return new DatabaseAddress(
                parts.group("six") == null ? parts.group("host") : parts.group("six"),
                port == null ? DEFAULT_PORT : Integer.parseInt(port),
                decode(parts.group("database")),
                decode(parts.group("user")),
                parts.group("password") == null ? "" : decode(parts.group("password")),
                tls(parameters.get("sslmode"), roots),
                roots);
    }

    /** Returns the same address for another database of the same server. */
    public DatabaseAddress withDatabase(String name) {
        return new DatabaseAddress(host, port, name, user, password, tls, rootCertificates);
    }

    /** Returns the address for JDBC, without user and password. */
    public String jdbcUrl() {
        var url = "jdbc:postgresql://" + place(URLEncoder.encode(database, StandardCharsets.UTF_8));
        if (tls != Tls.VERIFY_CA && tls != Tls.VERIFY_FULL) {
            return url;
        }
        var roots = Encryption.rootFile(this);
        return url
                + (roots == null
                        ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
                        : "&sslrootcert=" + URLEncoder.encode(roots.toString(), StandardCharsets.UTF_8));
    }

    /** Returns the address with its password masked, for logs. */
    @Override
    public String toString() {
        return "postgresql://" + user + ":***@" + place(database);
    }

    private String place(String name) {
        var bracketed = host.contains(":") ? "[" + host + "]" : host;
        return bracketed + ":" + port + "/" + name + "?sslmode=" + tls.sslmode();
    }

    private static Map<String, String> parameters(@Nullable String query) {
        var parameters = new HashMap<String, String>();
        for (var parameter : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            var name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
            // A parameter that we drop in silence could be the one that made the connection safe.
            if (!PARAMETERS.contains(name) || parameters.containsKey(name)) {
                throw new IllegalArgumentException(
                        "The database's address takes the parameters sslmode and sslrootcert, each once;"
                                + " remove the others after the ?");
            }
            parameters.put(name, decode(parameter.substring(name.length() + 1)));
        }
        return parameters;
    }

    /** Like libpq, {@code require} checks the certificate where the authorities are named. */
    private static Tls tls(@Nullable String sslmode, String roots) {
        var tls = sslmode == null ? Tls.PREFER : Tls.ofSslmode(sslmode);
        if (roots.equals(SYSTEM)) {
            if (sslmode != null && tls != Tls.VERIFY_FULL) {
                throw new IllegalArgumentException(
                        "The database's address has sslrootcert=system, which needs sslmode=verify-full: write that");
            }
            return Tls.VERIFY_FULL;
        }
        return tls == Tls.REQUIRE && !roots.isEmpty() ? Tls.VERIFY_CA : tls;
    }

    private static String decode(String part) {
        try {
            // URLDecoder reads forms, where + is a space; in an address it is a plus.
            var decoded = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (decoded.indexOf('\uFFFD') < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException notEncoded) {
            // Its message may quote the password.
        }
        throw new IllegalArgumentException(
                "The database's address has a % that starts no UTF-8 character; write a % itself as %25");
    }
}
