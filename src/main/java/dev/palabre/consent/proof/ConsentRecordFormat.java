package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.text.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How records are written in a file: a table for people, or a document a line for programs. */
public enum ConsentRecordFormat {
    /** Comma-separated values (RFC 4180), safe to open with a spreadsheet. */
    CSV("text/csv; charset=utf-8"),
    /** A JSON document a line, each with what its digest is taken of. */
    JSONL("application/jsonl");

    private static final String FORMULA = "=+-@\t\r";
    private static final List<String> COLUMNS = List.of(
            "event",
            "decidedAt",
            "state",
            "choices",
            "services",
            "source",
            "lang",
            "layout",
            "version",
            "validUntil",
            "previous",
            "digest",
            "seal",
            "erased");

    private final String contentType;

    ConsentRecordFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The format of this name. */
    public static Optional<ConsentRecordFormat> parse(String name) {
        return Stream.of(values()).filter(format -> format.wire().equals(name)).findFirst();
    }

    /** Its name in options, addresses and names of files. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    String contentType() {
        return contentType;
    }

    /** What stands before the first record. */
    String head() {
        return this == CSV ? row(COLUMNS) : "";
    }

    /** A record as a line. */
    String line(ConsentStore.Stored stored) {
        return this == CSV ? row(cells(stored)) : Json.text(document(stored)) + "\n";
    }

    private static Map<String, @Nullable Object> document(ConsentStore.Stored stored) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("record", stored.event().document());
        document.put("digest", stored.hex());
        document.put("seal", stored.seal());
        document.put("erased", stored.event().consentHash() == null);
        return document;
    }

    private static List<String> cells(ConsentStore.Stored stored) {
        var event = stored.event();
        var cells = new ArrayList<String>();
        cells.add(event.id().toString());
        cells.add(event.decidedAt().toString());
        cells.add(event.state().wire());
        cells.add(Json.text(event.choices()));
        cells.add(Json.text(event.services()));
        cells.add(event.source());
        cells.add(event.lang());
        cells.add(event.layout() == null ? "" : event.layout());
        cells.add(event.version());
        cells.add(event.validUntil().toString());
        cells.add(event.previous() == null ? "" : event.previous().toString());
        cells.add(stored.hex());
        cells.add(stored.seal() == null ? "" : stored.seal().toString());
        cells.add(String.valueOf(event.consentHash() == null));
        return cells;
    }

    private static String row(List<String> cells) {
        return cells.stream().map(ConsentRecordFormat::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Quoted; what a spreadsheet would take for a formula begins with an apostrophe. */
    static String cell(String text) {
        var safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
