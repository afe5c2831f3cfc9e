package dev.palabre.consent;

import dev.palabre.site.Site;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Dates as people write them, in a language and in the site's time zone. */
record Dates(DateTimeFormatter days, DateTimeFormatter minutes) {
    static Dates of(String lang, Site site) {
        var locale = Locale.forLanguageTag(lang);
        var zone = site.settings().timezone();
        return new Dates(
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(locale)
                        .withZone(zone),
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.LONG)
                        .withLocale(locale)
                        .withZone(zone));
    }

    String day(Instant at) {
        return days.format(at);
    }

    String minute(Instant at) {
        return minutes.format(at);
    }
}
