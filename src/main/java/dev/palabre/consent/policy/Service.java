package dev.palabre.consent.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A service that a purpose lets in: who is behind it, and what it leaves on the device.
 *
 * @param key its name in markup ({@code data-service}) and in choices
 * @param name as people know it
 * @param controller who answers for what it collects
 * @param data what it collects, in a few words of the site's language; the wording has it in others, see {@link #word}
 * @param transfer where data go outside the European Union and under which guarantee, likewise; empty where they do not
 * @param privacyUrl its own policy
 * @param days that what it collects is kept
 * @param traces what it leaves on the device
 */
public record Service(
        String key,
        String name,
        String controller,
        String data,
        String transfer,
        String privacyUrl,
        int days,
        List<Tracker> traces) {

    /** What is left out of a file is empty, and for the linter to complain about. */
    public Service(
            @Nullable String key,
            @Nullable String name,
            @Nullable String controller,
            @Nullable String data,
            @Nullable String transfer,
            @Nullable String privacyUrl,
            int days,
            @Nullable List<Tracker> traces) {
        this.key = orEmpty(key);
        this.name = orEmpty(name);
        this.controller = orEmpty(controller);
        this.data = orEmpty(data);
        this.transfer = orEmpty(transfer);
        this.privacyUrl = orEmpty(privacyUrl);
        this.days = days;
        this.traces = traces == null ? List.of() : List.copyOf(traces);
    }

    /** Under which key the wording of a language has its {@code data} or {@code transfer}. */
    public String word(String part) {
        return word(key, part);
    }

    /** All such keys of a service. */
    public static Stream<String> words(String service) {
        return Stream.of("data", "transfer").map(part -> word(service, part));
    }

    private static String word(String service, String part) {
        return "service." + service + "." + part;
    }

    Map<String, Object> document() {
        var document = new TreeMap<String, Object>();
        document.put("key", key);
        document.put("name", name);
        document.put("controller", controller);
        document.put("data", data);
        document.put("transfer", transfer);
        document.put("privacyUrl", privacyUrl);
        document.put("days", days);
        document.put("traces", traces.stream().map(Tracker::document).toList());
        return document;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
