package dev.palabre.site;

import dev.palabre.template.Messages;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of a site: its name, its default and what it takes. The check of {@code palabre site set},
 * {@code docs/configuration.md} and {@link Settings} are made from this list.
 */
public enum Setting {
    /** Language of the site, used where the reader's is not known. */
    LOCALE("locale", "fr", "fr or en", Setting::locale),
    /** Time zone in which dates are written. */
    TIMEZONE("timezone", "UTC", "a time zone such as Africa/Dakar", Setting::zone),
    /** Fields that a comment must have; the text always. */
    REQUIRED(
            "required",
            "lastName,firstName,email",
            "any of lastName,firstName,email, or nothing",
            text -> Set.copyOf(listOf(text, Set.of("lastName", "firstName", "email")))),
    /** How the public name is made of the two names. */
    PUBLIC_NAME("publicName", "full", "full, first or firstInitial", text -> constant(Settings.PublicName.class, text)),
    /** Whether comments wait for a moderator. */
    MODERATION("moderation", "before", "before or after", text -> constant(Settings.Moderation.class, text)),
    /** Purposes that visitors are asked consent for, by their names in the catalogue; empty means no banner. */
    PURPOSES("purposes", "", "names of the catalogue, such as audience,media, or nothing", Setting::list),
    /** Longest comment, in characters. */
    TEXT_MAX("textMax", 10_000, 1, 100_000, "characters"),
    /** Longest name, in characters. */
    NAME_MAX("nameMax", 80, 1, 200, "characters"),
    /** Links in a comment beyond which the spam filter holds it. */
    LINKS_MAX("linksMax", 2, 0, 1_000, "links"),
    /** Comments on a page. */
    PAGE_SIZE("pageSize", 50, 1, 100, "comments"),
    /** Minutes for which an author may change what is online, 0 for never. */
    EDIT_MINUTES("editMinutes", 15, 0, 525_600, "minutes"),
    /** Whether a mail asks authors if they wrote what carries their address. */
    VERIFICATION("verification", "off", "off, on or trust", text -> constant(Settings.Verification.class, text)),
    /** Whether readers may subscribe to new comments on a page. */
    FOLLOW("follow", "on", "on or off", Setting::onOff),
    /** Address of the full privacy notice, absent for the one that is made of these settings. */
    NOTICE("notice", null, "an http or https address", Setting::webAddress),
    /** Who answers for the data, as readers are told. */
    CONTROLLER("controller", null, "a name, up to 300 characters", Setting::line),
    /** Where readers write to about their data. */
    CONTACT("contact", null, "an address, up to 300 characters", Setting::line),
    /** What the processing of comments rests on in law. */
    BASIS("basis", "interest", "interest or task", text -> constant(Settings.Basis.class, text)),
    /** Name of the supervisory authority that readers may complain to. */
    AUTHORITY("authority", null, "a name, up to 300 characters", Setting::line),
    /** Address of that authority. */
    AUTHORITY_URL("authorityUrl", null, "an http or https address", Setting::webAddress),
    /** Share of visits in which the widget reports undeclared trackers, 0 for none. */
    LEAKS("leaks", "0.01", "a share from 0 to 1, such as 0.05", Setting::share),
    /** Days for which comments are kept that wait for their author's click. */
    UNCONFIRMED_KEEP_DAYS("unconfirmedKeepDays", 7, 1, Setting.CENTURY, "days"),
    /** Days for which comments are kept that wait for a moderator. */
    PENDING_KEEP_DAYS("pendingKeepDays", 30, 1, Setting.CENTURY, "days"),
    /** Days for which spam is kept. */
    SPAM_KEEP_DAYS("spamKeepDays", 30, 1, Setting.CENTURY, "days"),
    /** Days for which rejected comments are kept, for their authors may object. */
    REJECTED_KEEP_DAYS("rejectedKeepDays", 180, 1, Setting.CENTURY, "days"),
    /** Days for which comments are kept that their authors withdrew. */
    WITHDRAWN_KEEP_DAYS("withdrawnKeepDays", 30, 1, Setting.CENTURY, "days"),
    /** Days for which removed comments are kept. */
    REMOVED_KEEP_DAYS("removedKeepDays", 365, 1, Setting.CENTURY, "days"),
    /** Days for which published comments are kept, 0 for as long as the site exists. */
    PUBLISHED_KEEP_DAYS("publishedKeepDays", 0, 0, Setting.CENTURY, "days"),
    /** Days for which an address is kept after the last act of its owner. */
    EMAIL_KEEP_DAYS("emailKeepDays", 1_095, 1, Setting.CENTURY, "days"),
    /** Days for which records of consent are kept. */
    CONSENT_KEEP_DAYS("consentKeepDays", 365, 182, 3_650, "days"),
    /** Days for which data requests are kept after the answer. */
    REQUESTS_KEEP_DAYS("requestsKeepDays", 365, 1, Setting.CENTURY, "days");

    private static final int CENTURY = 36_500;
    private static final int MAX_LINE = 300;

    private final String key;
    private final @Nullable String defaultText;
    private final String takes;

    /** Holds no state, which the compiler cannot see of a function. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<String, Object> parser;

    Setting(String key, @Nullable String defaultText, String takes, Function<String, Object> parser) {
        this.key = key;
        this.defaultText = defaultText;
        this.takes = takes;
        this.parser = parser;
    }

    Setting(String key, int defaultNumber, int min, int max, String unit) {
        this(key, String.valueOf(defaultNumber), min + " to " + max + " " + unit, text -> number(text, min, max));
    }

    /** The name by which the setting is given, such as {@code textMax}. */
    public String key() {
        return key;
    }

    /** What the setting takes, in words. */
    public String takes() {
        return takes;
    }

    /** The default as a text, null where the setting is absent by default. */
    @Nullable
    String defaultText() {
        return defaultText;
    }

    /**
     * The value that a text means.
     *
     * @throws IllegalArgumentException where the setting does not take it
     */
    Object parse(String text) {
        try {
            return parser.apply(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Whether the setting takes this text. */
    boolean accepts(String text) {
        try {
            return !String.valueOf(parse(text)).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static List<String> listOf(String text, Set<String> allowed) {
        var parts = list(text);
        return requireThat(allowed.containsAll(parts), parts);
    }

    private static Object locale(String text) {
        return requireThat(Messages.LANGUAGES.contains(text), text);
    }

    private static Object zone(String text) {
        return ZoneId.of(text);
    }

    private static Object onOff(String text) {
        return requireThat(Set.of("on", "off").contains(text), text.equals("on"));
    }

    private static Object webAddress(String text) {
        return requireThat(text.startsWith("https://") || text.startsWith("http://"), text);
    }

    private static Object line(String text) {
        return requireThat(!text.isBlank() && text.length() <= MAX_LINE, text);
    }

    private static Object share(String text) {
        requireThat(text.matches("0|1|1\\.0|0\\.\\d{1,6}"), text);
        return Double.valueOf(text);
    }

    private static Object number(String text, int min, int max) {
        requireThat(text.matches("\\d{1,9}"), text);
        var number = Integer.valueOf(text);
        return requireThat(number >= min && number <= max, number);
    }

    private static <E extends Enum<E>> Object constant(Class<E> type, String text) {
        var name = text.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        requireThat(!text.equals(name), text);
        return Enum.valueOf(type, name);
    }

    private static <T> T requireThat(boolean holds, T value) {
        if (!holds) {
            throw new IllegalArgumentException(String.valueOf(value));
        }
        return value;
    }
}
