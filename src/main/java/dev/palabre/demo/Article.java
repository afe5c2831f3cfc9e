package dev.palabre.demo;

import com.github.jknack.handlebars.Handlebars.SafeString;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One article: lines {@code name: value} and, after an empty line, the text in HTML.
 *
 * @param slug its place in the address, also the name of its drawing
 * @param lang the language that it is written in
 * @param date when it came out, in that language
 * @param about what stands above the text: kicker, title, standfirst, author, date, minutes, drawing, caption, sound
 * @param text the text, trusted: it is part of the demo
 */
record Article(String slug, String lang, String date, Map<String, String> about, SafeString text) {

    static Article parse(String slug, String source) {
        var end = source.indexOf("\n\n");
        var about = source.substring(0, end)
                .lines()
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));
        var lang = about.getOrDefault("lang", "fr");
        var date = inWords(LocalDate.parse(about.getOrDefault("date", "")), Locale.forLanguageTag(lang));
        return new Article(slug, lang, date, about, new SafeString(source.substring(end + 2)));
    }

    private static String inWords(LocalDate date, Locale locale) {
        return date.format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale));
    }
}
