package dev.palabre.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Words that only one person wrote or was, and every shape in which they could have been kept. */
public final class PersonalDataProbe {
    /** How each shape is named, and how it looks. */
    private final Map<String, String> shapes = new LinkedHashMap<>();

    /** Words, and an address of which hashes are looked for too. */
    public PersonalDataProbe(List<String> words, String email) {
        words.forEach(this::add);
        add(email);
        for (var algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
            for (var spelt : List.of(email, email.toLowerCase(Locale.ROOT))) {
                var digest = digest(algorithm, spelt);
                put(algorithm + " of " + spelt, HexFormat.of().formatHex(digest));
                put(
                        algorithm + " of " + spelt + " in base64",
                        Base64.getEncoder().encodeToString(digest));
            }
        }
    }

    private void add(String word) {
        var bytes = word.getBytes(StandardCharsets.UTF_8);
        put(word, word);
        put(word + " in HTML", word.replace("&", "&amp;").replace("'", "&#x27;"));
        put(word + " in JSON", escaped(word));
        put(word + " in an address", URLEncoder.encode(word, StandardCharsets.UTF_8));
        put(word + " quoted-printable", quoted(bytes));
        put(word + " in hex", HexFormat.of().formatHex(bytes));
        put(word + " in Latin-1", HexFormat.of().formatHex(word.getBytes(StandardCharsets.ISO_8859_1)));
        for (int shift = 0; shift < 3; shift++) {
            put(word + " in base64, shifted by " + shift, base64(bytes, shift));
        }
    }

    private void put(String name, String shape) {
        shapes.put(name, shape);
    }

    /** The shapes that stand in a text, upper or lower case. */
    public List<String> in(String text) {
        var small = text.toLowerCase(Locale.ROOT);
        var found = new ArrayList<String>();
        shapes.forEach((name, shape) -> {
            if (small.contains(shape.toLowerCase(Locale.ROOT))) {
                found.add(name);
            }
        });
        return found;
    }

    /** Where which shapes stand. */
    public Map<String, List<String>> in(Map<String, String> texts) {
        var found = new LinkedHashMap<String, List<String>>();
        texts.forEach((where, text) -> {
            var there = in(text);
            if (!there.isEmpty()) {
                found.put(where, there);
            }
        });
        return found;
    }

    private static String escaped(String word) {
        var text = new StringBuilder();
        word.chars().forEach(c -> text.append(c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return text.toString();
    }

    private static String quoted(byte[] bytes) {
        var text = new StringBuilder();
        for (var each : bytes) {
            text.append(each >= 0 ? String.valueOf((char) each) : "=%02X".formatted(each & 0xff));
        }
        return text.toString();
    }

    /** The middle of what base64 makes of these bytes after so many others: what all its spellings have in common. */
    private static String base64(byte[] bytes, int shift) {
        var shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        var whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        return whole.substring(shift == 0 ? 0 : 4, shifted.length / 3 * 4);
    }

    private static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
