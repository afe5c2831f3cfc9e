package dev.palabre.privacy.notice;

import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.text.CanonicalJson;
import dev.palabre.text.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The legal notice of a site's comments, as data: what its owner decided, and the finished words of every language, short
 * and full. It is shown from this document alone, so that a version reads for ever as it did when it was served.
 *
 * @param version SHA-256 of the document's canonical spelling, in hexadecimal
 * @param document all of it: texts, whole numbers, yes and no, lists and named values only
 */
public record Notice(String version, Map<String, Object> document) {
    private static final String SCHEMA = "palabre-notice/1";

    /** The notice that a site's settings make. */
    public static Notice of(Site site, Messages messages) {
        var settings = site.settings();
        var document = new LinkedHashMap<String, Object>();
        document.put("schema", SCHEMA);
        document.put("site", site.key());
        document.put("siteName", site.name());
        document.put("controller", site.controller());
        document.put("contact", text(settings.contact()));
        document.put("basis", settings.basis().name().toLowerCase(Locale.ROOT));
        document.put("authority", text(settings.authority()));
        document.put("authorityUrl", text(settings.authorityUrl()));
        document.put("url", text(settings.notice()));
        document.put("publicName", settings.publicName().name().toLowerCase(Locale.ROOT));
        document.put("verification", settings.verification().name().toLowerCase(Locale.ROOT));
        document.put("follow", settings.follow());
        document.put("asked", NoticeWriter.FIELDS);
        document.put("required", NoticeWriter.required(settings));
        document.put("keepDays", Json.object(Json.text(settings.keep())));
        var words = new LinkedHashMap<String, Object>();
        Messages.LANGUAGES.forEach(
                lang -> words.put(lang, Json.object(Json.text(new NoticeWriter(site, messages, lang).words()))));
        document.put("words", words);
        return new Notice(CanonicalJson.hex(document), document);
    }

    /** The words of a language; of the first where the version has none in this one. */
    public Words words(String lang) {
        return Stream.concat(Stream.of(lang), Messages.LANGUAGES.stream())
                .flatMap(each -> words().filter(all -> all.get(each) instanceof Map<?, ?>).stream()
                        .map(all -> Json.convert(named(all.get(each)), Words.class)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a notice without words: " + version));
    }

    /** One of the facts; empty where there is none. */
    public String fact(String name) {
        return document.get(name) instanceof String text ? text : "";
    }

    private Optional<Map<?, ?>> words() {
        return document.get("words") instanceof Map<?, ?> all ? Optional.of(all) : Optional.empty();
    }

    private static Map<String, Object> named(@org.jspecify.annotations.Nullable Object values) {
        var named = new LinkedHashMap<String, Object>();
        if (values instanceof Map<?, ?> map) {
            map.forEach((name, value) -> named.put(String.valueOf(name), value));
        }
        return named;
    }

    private static String text(@org.jspecify.annotations.Nullable String setting) {
        return setting == null ? "" : setting;
    }

    /**
     * The notice in one language.
     *
     * @param brief what the form says before anything is sent: who, why, on what ground, what must be given, for how long
     * @param rights what it says of rights, up to the link
     * @param published what of it everybody will see, as the form says it
     * @param link words of the link to the full notice
     * @param title of the full notice
     * @param lead its first sentence
     * @param sections its parts
     */
    public record Words(
            List<String> brief,
            String rights,
            String published,
            String link,
            String title,
            String lead,
            List<Section> sections) {}

    /**
     * A part of the full notice.
     *
     * @param title its heading
     * @param texts its paragraphs
     * @param table what is better said in rows; empty rows for none
     */
    public record Section(String title, List<String> texts, Table table) {}

    /** Rows of two cells under their headings. */
    public record Table(String caption, String what, String value, List<Row> rows) {
        static final Table NONE = new Table("", "", "", List.of());
    }

    /** A row. */
    public record Row(String what, String value) {}
}
