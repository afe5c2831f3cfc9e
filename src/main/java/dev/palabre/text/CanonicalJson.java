package dev.palabre.text;

import dev.palabre.crypto.Sha256;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one spelling of a document that its digest is taken of: JSON with its keys sorted and without spaces. Documents
 * hold texts, whole numbers, yes and no, lists and named values only, so that anybody can write them again.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /** The spelling. */
    public static String text(Map<String, ?> document) {
        return Json.text(sorted(document));
    }

    /** SHA-256 of the spelling. */
    public static byte[] digest(Map<String, ?> document) {
        return Sha256.of(Json.bytes(sorted(document)).getBytes());
    }

    /** SHA-256 of the spelling, in hexadecimal. */
    public static String hex(Map<String, ?> document) {
        return HexFormat.of().formatHex(digest(document));
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            var sorted = new TreeMap<String, Object>();
            map.forEach((name, inner) -> sorted.put(String.valueOf(name), sorted(inner)));
            return sorted;
        }
        return value instanceof List<?> list
                ? list.stream().map(CanonicalJson::sorted).toList()
                : value;
    }
}
