package dev.palabre.mail.smtp;

import dev.palabre.address.EmailAddress;
import java.util.regex.Pattern;

/** Checks every value of the header and the envelope of a mail before it is sent. */
final class HeaderSanitizer {
    /** What a mail server or client may take for the end of a line: C0, DEL, C1, and Unicode's separators. */
    private static final Pattern CONTROLS = Pattern.compile("[\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029]");

    private static final Pattern MESSAGE_ID = Pattern.compile("<[0-9a-f-]{36}@[A-Za-z0-9.:\\[\\]-]{1,255}>");
    private static final int MAX_HEADER = 900;

    private HeaderSanitizer() {}

    static boolean hasControls(String value) {
        return CONTROLS.matcher(value).find();
    }

    /** A value for a header, as it is. */
    static String header(String value) throws DeliveryException {
        if (hasControls(value) || value.length() > MAX_HEADER) {
            throw DeliveryException.unfit("a header would hold a control character or be too long");
        }
        return value;
    }

    /** One address, its domain in ASCII. */
    static String address(String value) throws DeliveryException {
        return EmailAddress.ascii(header(value))
                .orElseThrow(() -> DeliveryException.unfit("the address cannot be written to"));
    }

    static String messageId(String value) throws DeliveryException {
        if (!MESSAGE_ID.matcher(value).matches()) {
            throw DeliveryException.unfit("the Message-ID is malformed");
        }
        return value;
    }
}
