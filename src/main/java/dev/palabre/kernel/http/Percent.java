package dev.palabre.kernel.http;

import dev.palabre.kernel.http.Problem.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict percent decoding: a bad escape or bad UTF-8 is an error (400), never a replacement character. */
final class Percent {
    private Percent() {}

    /** Decodes a name or value of a form or a query, where {@code +} is a space. */
    static String decodeForm(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded.replace('+', ' ');
        }
        var bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            var c = encoded.codePointAt(i);
            if (c == '%') {
                bytes.write(octet(encoded, i));
                i += 2;
            } else if (c == '+') {
                bytes.write(' ');
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c) - 1;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(Kind.MALFORMED, "malformed_utf8");
        }
    }

    private static int octet(String encoded, int at) {
        var high = at + 2 < encoded.length() ? Character.digit(encoded.charAt(at + 1), 16) : -1;
        var low = at + 2 < encoded.length() ? Character.digit(encoded.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw Problem.of(Kind.MALFORMED, "malformed_escape");
        }
        return high << 4 | low;
    }
}
