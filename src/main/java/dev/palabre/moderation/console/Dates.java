package dev.palabre.moderation.console;

import dev.palabre.site.Site;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Dates as moderators read them: in their language, at the site's time. */
public final class Dates {
    private Dates() {}

    /** Day and minute, in few characters. */
    public static String shortly(Instant at, Site site, String lang) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(Locale.forLanguageTag(lang))
                .withZone(site.settings().timezone())
                .format(at);
    }

    /** Day and minute, in full. */
    public static String fully(Instant at, Site site, String lang) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
                .withLocale(Locale.forLanguageTag(lang))
                .withZone(site.settings().timezone())
                .format(at);
    }
}
