package dev.palabre.template;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * Points in time as people write them, in a language and a time zone.
 *
 * @param lang language
 * @param zone time zone
 */
public record Dates(String lang, ZoneId zone) {
    /** The day: 25 November 2026. */
    public String day(Instant at) {
        return write(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG), at);
    }

    /** Day and time, briefly: 25 Nov 2026, 18:41. */
    public String brief(Instant at) {
        return write(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT), at);
    }

    /** Day and time: 25 November 2026, 18:41. */
    public String moment(Instant at) {
        return write(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT), at);
    }

    /** Day of the week, day and time: Wednesday 25 November 2026, 18:41. */
    public String full(Instant at) {
        return write(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT), at);
    }

    /** Day, time and time zone: 25 November 2026, 18:41:51 UTC. */
    public String exact(Instant at) {
        return write(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.LONG), at);
    }

    private String write(DateTimeFormatter format, Instant at) {
        return format.withLocale(Locale.forLanguageTag(lang)).withZone(zone).format(at);
    }
}
