package dev.palabre.config;

import dev.palabre.crypto.KeyRing;
import dev.palabre.db.Database;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RateLimit.Rate;
import dev.palabre.mail.outbox.LinkMailLimits;
import dev.palabre.mail.smtp.DkimKey;
import dev.palabre.mail.smtp.Sender;
import dev.palabre.mail.smtp.SmtpAddress;
import dev.palabre.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options, read and checked. An argument overrides the environment, which overrides the default; all mistakes are
 * reported together. Only {@link Server} and commands see it: they hand each object the values that it needs.
 */
public record Config(
        int port,
        String host,
        @Nullable URI publicUrl,
        Path dataDir,
        @Nullable DatabaseAddress database,
        @Nullable DatabaseAddress directDatabase,
        Database.Limits databaseLimits,
        @Nullable KeyRing secret,
        @Nullable SmtpAddress smtp,
        @Nullable Sender mailFrom,
        @Nullable String mailBounces,
        @Nullable DkimKey dkim,
        ClientAddresses visitors,
        @Nullable Integer managementPort,
        boolean accessLog,
        HttpLimits http,
        int eventLoops,
        long cacheBytes,
        Duration cacheStale,
        Rate submit,
        Rate submitSite,
        Rate read,
        Rate signin,
        ConsentRates consent,
        Rate links,
        LinkMailLimits.Limits linkRates,
        int queueMax,
        Rate unconfirmed,
        int unconfirmedMax,
        long minMillis,
        int mailsPerAddress,
        Duration outboxKeep,
        Duration sessionIdle,
        Duration sessionLongest) {

    /** Rates of recorded choices and of reports of undeclared cookies. */
    public record ConsentRates(Rate perAddress, Rate perSite, Rate reports) {}

    /**
     * Limits of connections and requests.
     *
     * @param drain for which a stopping server still serves
     * @param bodyBytes of the largest body
     * @param bodiesBytes of all bodies in memory
     * @param bodyMillis within which a body must have come
     * @param idleSeconds after which a silent connection is closed
     * @param answerMillis after which a request whose answer has not begun gets 503
     */
    public record HttpLimits(
            Duration drain, int bodyBytes, long bodiesBytes, long bodyMillis, int idleSeconds, long answerMillis) {
        private static HttpLimits read(Reader reader) {
            var bodies = reader.number(Option.LIMITS_BODIES, 0, 100_000) * 1024L * 1024L;
            return new HttpLimits(
                    Duration.ofSeconds(reader.number(Option.DRAIN, 0, 600)),
                    reader.number(Option.LIMITS_BODY, 1, 10_000) * 1024,
                    bodies == 0 ? Runtime.getRuntime().maxMemory() / 8 : bodies,
                    reader.number(Option.LIMITS_BODY_TIME, 100, 600_000),
                    reader.number(Option.LIMITS_IDLE, 1, 3_600),
                    reader.number(Option.LIMITS_ANSWER, 1, 3_600) * 1000L);
        }
    }

    /**
     * Reads the options.
     *
     * @param arguments those of the command line, by option
     * @param environment of the process
     * @throws ConfigException with every mistake
     */
    public static Config read(Map<Option, String> arguments, Map<String, String> environment) {
        var reader = new Reader(arguments, environment);
        var config = new Config(
                reader.number(Option.PORT, 0, 65_535),
                reader.text(Option.HOST),
                reader.optional(Option.PUBLIC_URL, Config::publicUrl),
                DataDirectory.of(reader.text(Option.DATA_DIR), System.getProperty("user.name")),
                reader.optional(Option.DATABASE_URL, DatabaseAddress::parse),
                reader.optional(Option.DATABASE_DIRECT_URL, DatabaseAddress::parse),
                new Database.Limits(
                        reader.number(Option.DATABASE_CONNECTIONS, 1, 500),
                        reader.number(Option.DATABASE_WAITING, 0, 100_000),
                        reader.number(Option.DATABASE_DEADLINE, 100, 60_000)),
                reader.optional(Option.SECRET, KeyRing::parse),
                reader.optional(Option.SMTP_URL, SmtpAddress::parse),
                reader.optional(Option.MAIL_FROM, Sender::parse),
                reader.optional(Option.MAIL_BOUNCES, text -> new Sender("", text).address()),
                reader.optional(
                        Option.DKIM_KEY, text -> new DkimKey(reader.text(Option.DKIM_SELECTOR), DkimKey.parse(text))),
                reader.required(Option.TRUSTED_PROXIES, Config::proxies),
                reader.optional(Option.MANAGEMENT_PORT, text -> Reader.within(text, 0, 65_535)),
                reader.required(Option.ACCESS_LOG, Config::yesOrNo),
                HttpLimits.read(reader),
                reader.number(Option.EVENT_LOOPS, 0, 256),
                reader.number(Option.CACHE_SIZE, 1, 1_000_000) * 1024L * 1024L,
                Duration.ofMinutes(reader.number(Option.CACHE_STALE, 0, 1_440)),
                reader.required(Option.LIMITS_SUBMIT, Rate::parse),
                reader.required(Option.LIMITS_SUBMIT_SITE, Rate::parse),
                reader.required(Option.LIMITS_READ, Rate::parse),
                reader.required(Option.LIMITS_SIGNIN, Rate::parse),
                new ConsentRates(
                        reader.required(Option.LIMITS_CONSENT, Rate::parse),
                        reader.required(Option.LIMITS_CONSENT_SITE, Rate::parse),
                        reader.required(Option.LIMITS_CONSENT_REPORTS, Rate::parse)),
                reader.required(Option.LIMITS_LINKS, Rate::parse),
                new LinkMailLimits.Limits(
                        reader.required(Option.LIMITS_LINKS_ADDRESS, Rate::parse),
                        reader.required(Option.LIMITS_LINKS_DOMAIN, Rate::parse),
                        reader.required(Option.LIMITS_LINKS_NETWORK, Rate::parse),
                        reader.required(Option.LIMITS_LINKS_SITE, Rate::parse),
                        reader.required(Option.LIMITS_LINKS_SERVER, Rate::parse)),
                reader.number(Option.LIMITS_QUEUE, 1, 100_000_000),
                reader.required(Option.LIMITS_UNCONFIRMED, Rate::parse),
                reader.number(Option.LIMITS_UNCONFIRMED_SITE, 1, 100_000_000),
                reader.number(Option.LIMITS_MIN_TIME, 0, 600_000),
                reader.number(Option.LIMITS_MAILS, 1, 1_000_000),
                Duration.ofDays(reader.number(Option.OUTBOX_KEEP, 2, 3_650)),
                Duration.ofMinutes(reader.number(Option.SESSION_IDLE, 1, 1_440)),
                Duration.ofHours(reader.number(Option.SESSION_LONGEST, 1, 720)));
        reader.mistakes.addAll(config.contradictions());
        if (!reader.mistakes.isEmpty()) {
            throw new ConfigException(reader.mistakes);
        }
        return config;
    }

    private List<String> contradictions() {
        var found = new ArrayList<String>();
        if (directDatabase != null && database == null) {
            found.add("PALABRE_DATABASE_DIRECT_URL is for a database whose PALABRE_DATABASE_URL leads through a pooler;"
                    + " give both or none");
        }
        if (smtp != null && mailFrom == null) {
            found.add("PALABRE_MAIL_FROM is needed with PALABRE_SMTP_URL, such as comments@example.org");
        }
        if (publicUrl == null && !isLoopback(host)) {
            found.add(
                    "PALABRE_PUBLIC_URL is needed when listening beyond this machine, such as https://comments.example.org");
        }
        return found;
    }

    private static URI publicUrl(String text) {
        var url = URI.create(text);
        if (url.getScheme() == null
                || url.getHost() == null
                || url.getRawQuery() != null
                || url.getRawFragment() != null
                || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("takes an address such as https://comments.example.org");
        }
        var canonical = PublicUrl.canonical(url);
        if (!canonical.getScheme().equals("https")
                && !(canonical.getScheme().equals("http") && isLoopback(canonical.getHost()))) {
            throw new IllegalArgumentException("must be https: readers' words and receipts travel over it");
        }
        return canonical;
    }

    private static boolean isLoopback(String host) {
        try {
            var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return host.equals("localhost")
                    || (bare.matches("[0-9.]+|[0-9a-fA-F:]+")
                            && InetAddress.getByName(bare).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static ClientAddresses proxies(String text) {
        return new ClientAddresses(Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(network -> !network.isEmpty())
                .toList());
    }

    private static boolean yesOrNo(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("takes true or false");
        }
        return text.equals("true");
    }

    private static final class Reader {
        private final Map<Option, String> values = new EnumMap<>(Option.class);
        private final List<String> mistakes = new ArrayList<>();

        Reader(Map<Option, String> arguments, Map<String, String> environment) {
            for (var option : Option.values()) {
                var value = arguments.getOrDefault(option, fromEnvironment(option, environment));
                if (value != null && !(value.isBlank() && option.byDefault() == null)) {
                    values.put(option, value.strip());
                }
            }
        }

        String text(Option option) {
            return values.getOrDefault(option, "");
        }

        int number(Option option, int min, int max) {
            var read = read(option, text(option), text -> within(text, min, max));
            return read == null ? min : read;
        }

        <T> @Nullable T optional(Option option, Function<String, T> parse) {
            var text = values.get(option);
            return text == null ? null : read(option, text, parse);
        }

        /** Where the value is wrong the default stands in, so that the other mistakes can be found too. */
        <T> T required(Option option, Function<String, T> parse) {
            var read = read(option, text(option), parse);
            return read == null ? parse.apply(String.valueOf(option.byDefault())) : read;
        }

        static int within(String text, int min, int max) {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
                throw new IllegalArgumentException("takes a whole number from " + min + " to " + max);
            }
            return Integer.parseInt(text);
        }

        private <T> @Nullable T read(Option option, String text, Function<String, T> parse) {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                mistakes.add(option.variable() + " (--" + option.argument() + "): " + e.getMessage());
                return null;
            }
        }

        private @Nullable String fromEnvironment(Option option, Map<String, String> environment) {
            var file = option.secret() ? environment.get(option.variable() + "_FILE") : null;
            if (file == null || environment.containsKey(option.variable())) {
                return environment.getOrDefault(option.variable(), option.byDefault());
            }
            try {
                return Files.readString(Path.of(file));
            } catch (IOException e) {
                mistakes.add(option.variable() + "_FILE: cannot be read; check that the file is there and readable");
                return null;
            }
        }
    }
}
