package dev.palabre.site;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a site's owner may decide, each with a default that is right for most.
 *
 * @param locale language of the site, used where the reader's is not known
 * @param timezone in which dates are written
 * @param required fields that a comment must have, of lastName, firstName, email; text always
 * @param publicName how the public name is made of the two names
 * @param moderation whether comments wait for a moderator
 * @param purposes what visitors are asked consent for, by their names in the catalogue; empty means no banner
 * @param textMax longest comment, in characters
 * @param nameMax longest name, in characters
 * @param linksMax links in a comment beyond which the guard holds it
 * @param pageSize comments on a page, 1 to 100
 * @param editMinutes for which an author may change what is online, 0 for never
 * @param verification whether a mail asks authors if they wrote what carries their address
 * @param follow whether readers may ask to be told of new comments on a page
 * @param notice address of the full legal notice, null for the one that is made of these settings
 * @param controller who answers for the data, as readers are told
 * @param contact where readers write to about their data
 * @param basis what the processing of comments rests on in law
 * @param authority name of the supervisory authority that readers may complain to, null for "the one of your country"
 * @param authorityUrl its address, null where none is given
 * @param leaks share of visits in which the widget reports undeclared traces, 0 for none
 * @param keep for how long what is kept
 */
public record Settings(
        String locale,
        ZoneId timezone,
        Set<String> required,
        PublicName publicName,
        Moderation moderation,
        List<String> purposes,
        int textMax,
        int nameMax,
        int linksMax,
        int pageSize,
        int editMinutes,
        Verification verification,
        boolean follow,
        @Nullable String notice,
        @Nullable String controller,
        @Nullable String contact,
        Basis basis,
        @Nullable String authority,
        @Nullable String authorityUrl,
        double leaks,
        RetentionPeriods keep) {

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

    /** Names by which settings are given, each with what it takes; {@code docs/configuration.md} lists them. */
    public static final Map<String, String> NAMES = names();

    /** Reads settings from their texts; what is absent has its default. */
    static Settings of(Map<String, String> texts) {
        var of = new Reader(texts);
        return new Settings(
                of.text("locale", "fr"),
                of.zone("timezone"),
                required(of),
                PublicName.valueOf(enumName(of.text("publicName", "full"))),
                Moderation.valueOf(enumName(of.text("moderation", "before"))),
                of.list("purposes", ""),
                of.number("textMax", 10_000),
                of.number("nameMax", 80),
                of.number("linksMax", 2),
                of.number("pageSize", 50),
                of.number("editMinutes", 15),
                verification(of),
                of.text("follow", "on").equals("on"),
                of.textOrNull("notice"),
                of.textOrNull("controller"),
                of.textOrNull("contact"),
                Basis.valueOf(enumName(of.text("basis", "interest"))),
                of.textOrNull("authority"),
                of.textOrNull("authorityUrl"),
                Double.parseDouble(of.text("leaks", "0.01")),
                RetentionPeriods.of(texts));
    }

    private static Verification verification(Reader of) {
        return Verification.valueOf(enumName(of.text("verification", "off")));
    }

    /** Who is to click on a mail has to say where it goes. */
    private static Set<String> required(Reader of) {
        var named = new java.util.HashSet<>(of.list("required", "lastName,firstName,email"));
        if (verification(of) == Verification.ON) {
            named.add("email");
        }
        return Set.copyOf(named);
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
        NAMES.forEach((name, takes) -> {
            var value = texts.get(name);
            if (value != null && !fits(name, value)) {
                problems.add(name + " takes " + takes);
            }
        });
        split(texts.getOrDefault("purposes", "")).stream()
                .filter(name -> !purposes.contains(name))
                .forEach(name -> problems.add(
                        name + " is no purpose of the catalogue; there are: " + String.join(", ", purposes)));
        return problems;
    }

    private static boolean fits(String name, String value) {
        return switch (name) {
            case "locale" -> dev.palabre.template.Messages.LANGUAGES.contains(value);
            case "timezone" -> isZone(value);
            case "required" -> Set.of("lastName", "firstName", "email").containsAll(split(value));
            case "publicName" -> Set.of("full", "first", "firstInitial").contains(value);
            case "moderation" -> Set.of("before", "after").contains(value);
            case "purposes" -> true;
            case "textMax" -> within(value, 1, 100_000);
            case "nameMax" -> within(value, 1, 200);
            case "linksMax" -> within(value, 0, 1_000);
            case "pageSize" -> within(value, 1, 100);
            case "leaks" -> value.matches("0|1|1\\.0|0\\.\\d{1,6}");
            case "editMinutes" -> within(value, 0, 525_600);
            case "verification" -> Set.of("off", "on", "trust").contains(value);
            case "basis" -> Set.of("interest", "task").contains(value);
            case "follow" -> Set.of("on", "off").contains(value);
            case "notice", "authorityUrl" -> isAddress(value);
            default ->
                RetentionPeriods.NAMES.containsKey(name)
                        ? within(value, RetentionPeriods.fewest(name), RetentionPeriods.most(name))
                        : !value.isBlank() && value.length() <= 300;
        };
    }

    private static boolean isAddress(String value) {
        return value.startsWith("https://") || value.startsWith("http://");
    }

    private static boolean within(String value, int min, int max) {
        return value.matches("\\d{1,9}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max;
    }

    private static boolean isZone(String value) {
        try {
            return !ZoneId.of(value).getId().isEmpty();
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String enumName(String text) {
        return text.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    private static List<String> split(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Map<String, String> names() {
        var names = new java.util.LinkedHashMap<String, String>();
        names.put("locale", "fr or en");
        names.put("timezone", "a time zone such as Africa/Dakar");
        names.put("required", "any of lastName,firstName,email, or nothing");
        names.put("publicName", "full, first or firstInitial");
        names.put("moderation", "before or after");
        names.put("purposes", "names of the catalogue, such as audience,media, or nothing");
        names.put("textMax", "1 to 100000 characters");
        names.put("nameMax", "1 to 200 characters");
        names.put("linksMax", "0 to 1000 links");
        names.put("pageSize", "1 to 100 comments");
        names.put("editMinutes", "0 to 525600 minutes");
        names.put("verification", "off, on or trust");
        names.put("follow", "on or off");
        names.put("notice", "an http or https address");
        names.put("controller", "a name, up to 300 characters");
        names.put("contact", "an address, up to 300 characters");
        names.put("basis", "interest or task");
        names.put("authority", "a name, up to 300 characters");
        names.put("authorityUrl", "an http or https address");
        names.put("leaks", "a share from 0 to 1, such as 0.05");
        names.putAll(RetentionPeriods.NAMES);
        return java.util.Collections.unmodifiableMap(names);
    }

    private record Reader(Map<String, String> texts) {
        String text(String name, String otherwise) {
            return texts.getOrDefault(name, otherwise);
        }

        @Nullable
        String textOrNull(String name) {
            return texts.get(name);
        }

        List<String> list(String name, String otherwise) {
            return split(text(name, otherwise));
        }

        int number(String name, int otherwise) {
            return Integer.parseInt(text(name, String.valueOf(otherwise)));
        }

        ZoneId zone(String name) {
            return ZoneId.of(text(name, "UTC"));
        }
    }
}
