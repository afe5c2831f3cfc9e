package dev.palabre.text;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict percent decoding: a bad escape or bad UTF-8 is an error (400), never a replacement character. */
public final class PercentDecoder {
    private PercentDecoder() {}

    /** Decodes a name or value of a form or a query, where {@code +} is a space. */
    public static String decodeForm(String encoded) {
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

    /** Whether two hexadecimal digits follow the percent sign at this place. */
    public static boolean isEscape(String encoded, int at) {
        return at + 2 < encoded.length() && digit(encoded.charAt(at + 1)) >= 0 && digit(encoded.charAt(at + 2)) >= 0;
    }

    private static int octet(String encoded, int at) {
        if (!isEscape(encoded, at)) {
            throw Problem.of(Kind.MALFORMED, "malformed_escape");
        }
        return digit(encoded.charAt(at + 1)) << 4 | digit(encoded.charAt(at + 2));
    }

    /** Java's own digits include those of other scripts. */
    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
