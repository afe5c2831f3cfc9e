package dev.palabre.site;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * For how many days a site keeps what. What is older is erased.
 *
 * @param unconfirmed comments that wait for their author's click
 * @param pending comments that wait for a moderator
 * @param spam comments that are held to be spam
 * @param rejected comments that were refused, for as long as their authors may object
 * @param withdrawn comments that their authors took back
 * @param removed comments that were online and were taken off
 * @param published comments that are online, 0 for as long as the site stands
 * @param email addresses, after the last act of their owner
 * @param consent records of consent
 * @param requests what people asked of their data, after the answer
 */
public record RetentionPeriods(
        int unconfirmed,
        int pending,
        int spam,
        int rejected,
        int withdrawn,
        int removed,
        int published,
        int email,
        int consent,
        int requests) {
    private static final int LONGEST = 36_500;

    /** The names of these settings, each with what it takes. */
    static final Map<String, String> NAMES = names();

    /** Reads them from their texts; what is absent has its default. */
    static RetentionPeriods of(Map<String, String> texts) {
        return new RetentionPeriods(
                days(texts, "unconfirmedKeepDays", 7),
                days(texts, "pendingKeepDays", 30),
                days(texts, "spamKeepDays", 30),
                days(texts, "rejectedKeepDays", 180),
                days(texts, "withdrawnKeepDays", 30),
                days(texts, "removedKeepDays", 365),
                days(texts, "publishedKeepDays", 0),
                days(texts, "emailKeepDays", 1_095),
                days(texts, "consentKeepDays", 365),
                days(texts, "requestsKeepDays", 365));
    }

    /** The fewest days that a setting takes. */
    static int fewest(String name) {
        return switch (name) {
            case "publishedKeepDays" -> 0;
            case "consentKeepDays" -> 182;
            default -> 1;
        };
    }

    /** The most days that a setting takes. */
    static int most(String name) {
        return name.equals("consentKeepDays") ? 3_650 : LONGEST;
    }

    private static int days(Map<String, String> texts, String name, int otherwise) {
        return Integer.parseInt(texts.getOrDefault(name, String.valueOf(otherwise)));
    }

    private static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        for (var name : List.of(
                "unconfirmedKeepDays",
                "pendingKeepDays",
                "spamKeepDays",
                "rejectedKeepDays",
                "withdrawnKeepDays",
                "removedKeepDays",
                "publishedKeepDays",
                "emailKeepDays",
                "consentKeepDays",
                "requestsKeepDays")) {
            names.put(name, fewest(name) + " to " + most(name) + " days");
        }
        return Collections.unmodifiableMap(names);
    }
}
