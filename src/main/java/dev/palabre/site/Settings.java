package dev.palabre.site;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a site's owner decides: a value for each {@link Setting}, with a default that is right for most sites. */
public final class Settings {
    /** Names of all settings, each with what it takes. */
    public static final Map<String, String> NAMES = names();

    private final Map<Setting, Object> values;

    private Settings(Map<Setting, Object> values) {
        this.values = values;
    }

    /** How the public name is made. */
    public enum PublicName {
        FULL,
        FIRST,
        FIRST_INITIAL
    }

    /** When comments are looked at: before or after they are online. */
    public enum Moderation {
        BEFORE,
        AFTER
    }

    /** Whether a mail asks the address's owner, and what their click does. */
    public enum Verification {
        /** No mail asks. */
        OFF,
        /** A comment waits for the click before it waits for a moderator. */
        ON,
        /** Nothing waits for it; the click of somebody who was published before puts the comment online. */
        TRUST
    }

    /** What the processing of comments rests on (GDPR, article 6(1)). */
    public enum Basis {
        /** The legitimate interest of who answers for the site (f). */
        INTEREST,
        /** A task in the public interest (e), such as a town hall's. */
        TASK
    }

    /** Reads settings from their texts; what is absent has its default. */
    static Settings of(Map<String, String> texts) {
        var values = new EnumMap<Setting, Object>(Setting.class);
        for (var setting : Setting.values()) {
            var text = texts.getOrDefault(setting.key(), setting.defaultText());
            if (text != null) {
                values.put(setting, setting.parse(text));
            }
        }
        return new Settings(Collections.unmodifiableMap(values));
    }

    /**
     * Checks texts before they are stored.
     *
     * @param purposes names of the catalogue
     * @return sentences for the operator, empty when all is well
     */
    static List<String> problems(Map<String, String> texts, Set<String> purposes) {
        var problems = new ArrayList<String>();
        texts.keySet().stream()
                .filter(name -> !NAMES.containsKey(name))
                .forEach(
                        name -> problems.add(name + " is no setting; there are: " + String.join(", ", NAMES.keySet())));
        for (var setting : Setting.values()) {
            var text = texts.get(setting.key());
            if (text != null && !setting.accepts(text)) {
                problems.add(setting.key() + " takes " + setting.takes());
            }
        }
        Setting.list(texts.getOrDefault(Setting.PURPOSES.key(), "")).stream()
                .filter(name -> !purposes.contains(name))
                .forEach(name -> problems.add(
                        name + " is no purpose of the catalogue; there are: " + String.join(", ", purposes)));
        return problems;
    }

    /** Language of the site, used where the reader's is not known. */
    public String locale() {
        return (String) value(Setting.LOCALE);
    }

    /** Time zone in which dates are written. */
    public ZoneId timezone() {
        return (ZoneId) value(Setting.TIMEZONE);
    }

    /** How the public name is made of the two names. */
    public PublicName publicName() {
        return (PublicName) value(Setting.PUBLIC_NAME);
    }

    /** Whether comments wait for a moderator. */
    public Moderation moderation() {
        return (Moderation) value(Setting.MODERATION);
    }

    /** Purposes that visitors are asked consent for; empty means no banner. */
    @SuppressWarnings("unchecked")
    public List<String> purposes() {
        return (List<String>) value(Setting.PURPOSES);
    }

    /** Longest comment, in characters. */
    public int textMax() {
        return (Integer) value(Setting.TEXT_MAX);
    }

    /** Longest name, in characters. */
    public int nameMax() {
        return (Integer) value(Setting.NAME_MAX);
    }

    /** Links in a comment beyond which the spam filter holds it. */
    public int linksMax() {
        return (Integer) value(Setting.LINKS_MAX);
    }

    /** Comments on a page, 1 to 100. */
    public int pageSize() {
        return (Integer) value(Setting.PAGE_SIZE);
    }

    /** Minutes for which an author may change what is online, 0 for never. */
    public int editMinutes() {
        return (Integer) value(Setting.EDIT_MINUTES);
    }

    /** Whether a mail asks authors if they wrote what carries their address. */
    public Verification verification() {
        return (Verification) value(Setting.VERIFICATION);
    }

    /** Whether readers may subscribe to new comments on a page. */
    public boolean follow() {
        return (Boolean) value(Setting.FOLLOW);
    }

    /** Address of the full privacy notice, null for the one that is made of these settings. */
    public @Nullable String notice() {
        return (String) values.get(Setting.NOTICE);
    }

    /** Who answers for the data, as readers are told. */
    public @Nullable String controller() {
        return (String) values.get(Setting.CONTROLLER);
    }

    /** Where readers write to about their data. */
    public @Nullable String contact() {
        return (String) values.get(Setting.CONTACT);
    }

    /** What the processing of comments rests on in law. */
    public Basis basis() {
        return (Basis) value(Setting.BASIS);
    }

    /** Name of the supervisory authority that readers may complain to. */
    public @Nullable String authority() {
        return (String) values.get(Setting.AUTHORITY);
    }

    /** Address of that authority. */
    public @Nullable String authorityUrl() {
        return (String) values.get(Setting.AUTHORITY_URL);
    }

    /** Share of visits in which the widget reports undeclared trackers, 0 for none. */
    public double leaks() {
        return (Double) value(Setting.LEAKS);
    }

    /** Fields that a comment must have; the text always, and an address where a mail asks for a click. */
    @SuppressWarnings("unchecked")
    public Set<String> required() {
        var named = (Set<String>) value(Setting.REQUIRED);
        if (verification() != Verification.ON) {
            return named;
        }
        var more = new HashSet<>(named);
        more.add("email");
        return Set.copyOf(more);
    }

    /** For how long data is kept. */
    public RetentionPeriods keep() {
        return new RetentionPeriods(
                days(Setting.UNCONFIRMED_KEEP_DAYS),
                days(Setting.PENDING_KEEP_DAYS),
                days(Setting.SPAM_KEEP_DAYS),
                days(Setting.REJECTED_KEEP_DAYS),
                days(Setting.WITHDRAWN_KEEP_DAYS),
                days(Setting.REMOVED_KEEP_DAYS),
                days(Setting.PUBLISHED_KEEP_DAYS),
                days(Setting.EMAIL_KEEP_DAYS),
                days(Setting.CONSENT_KEEP_DAYS),
                days(Setting.REQUESTS_KEEP_DAYS));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Settings settings && settings.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    private int days(Setting setting) {
        return (Integer) value(setting);
    }

    private Object value(Setting setting) {
        return Objects.requireNonNull(values.get(setting));
    }

    private static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        for (var setting : Setting.values()) {
            names.put(setting.key(), setting.takes());
        }
        return Collections.unmodifiableMap(names);
    }
}
