package dev.palabre.mail.smtp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Signs mails with DKIM (RFC 6376): {@code rsa-sha256}, headers and body in relaxed canonicalization.
 *
 * <p>Each header that readers or their programs act on is named once more than it stands in the mail, so that nobody can add
 * another one to a signed mail.
 */
final class DkimSigner {
    /** Signed where the mail has them, and signed as absent where it has not. */
    private static final List<String> SIGNED = List.of(
            "From",
            "Sender",
            "Reply-To",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "Auto-Submitted",
            "List-Unsubscribe",
            "List-Unsubscribe-Post");

    private static final int LINE = 72;
    private static final Pattern SPACES = Pattern.compile("[ \\t]+");
    private static final Pattern TRAILING_SPACE = Pattern.compile("[ \\t]+(?=\\r\\n|$)");
    private static final Pattern EMPTY_LINES = Pattern.compile("(?:\\r\\n)++\\z");
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");
    private static final Pattern NEXT_HEADER = Pattern.compile("\\r\\n(?![ \\t])");

    private final DkimKey key;
    private final String domain;
    private final InstantSource clock;

    /** One header of a mail, as it stands there. */
    private record Header(String name, String value) {
        String relaxed() {
            var unfolded = value.replace("\r\n", "");
            return name.strip().toLowerCase(Locale.ROOT) + ":"
                    + SPACES.matcher(unfolded).replaceAll(" ").strip();
        }
    }

    /** Signatures for a domain, which publishes the public half of the key. */
    DkimSigner(DkimKey key, String domain, InstantSource clock) {
        this.key = key;
        this.domain = domain;
        this.clock = clock;
    }

    /** The mail with its signature before it, and lines that end as they are sent. */
    byte[] sign(byte[] mail) throws GeneralSecurityException {
        var lines =
                LINE_END.matcher(new String(mail, StandardCharsets.ISO_8859_1)).replaceAll("\r\n");
        var text = lines.endsWith("\r\n") ? lines : lines + "\r\n";
        var end = text.indexOf("\r\n\r\n");
        var headers = headers(end < 0 ? text : text.substring(0, end));
        var body = end < 0 ? "" : text.substring(end + 4);
        var signature = signature(headers, body);
        return (signature + "\r\n" + text).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String signature(List<Header> headers, String body) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256").digest(bytes(relaxed(body)));
        var unsigned = " v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + domain + ";\r\n\ts=" + key.selector() + "; t="
                + clock.instant().getEpochSecond() + ";\r\n\th=" + names(headers) + ";\r\n\tbh="
                + Base64.getEncoder().encodeToString(digest) + ";\r\n\tb=";
        var signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(key.key());
        for (var name : SIGNED) {
            for (var header : headers) {
                if (header.name().equalsIgnoreCase(name)) {
                    signer.update(bytes(header.relaxed() + "\r\n"));
                }
            }
        }
        signer.update(bytes(new Header("DKIM-Signature", unsigned).relaxed()));
        return "DKIM-Signature:" + unsigned + folded(Base64.getEncoder().encodeToString(signer.sign()));
    }

    /** The names of what is signed, each as often as it is there and once more, in lines. */
    private static String names(List<Header> headers) {
        var names = new StringBuilder();
        var width = 0;
        for (var name : SIGNED) {
            var times = 1
                    + headers.stream()
                            .filter(header -> header.name().equalsIgnoreCase(name))
                            .count();
            for (int i = 0; i < times; i++) {
                var first = names.isEmpty();
                var wrapped = width + name.length() > LINE;
                names.append(first ? "" : ":").append(wrapped ? "\r\n\t" : "").append(name);
                width = (wrapped ? 0 : width) + name.length() + 1;
            }
        }
        return names.toString();
    }

    /** The body as it is digested: white space at the ends of lines and empty lines at the end are nothing. */
    static String relaxed(String body) {
        var lines = TRAILING_SPACE.matcher(body).replaceAll("");
        var single = SPACES.matcher(lines).replaceAll(" ");
        var trimmed = EMPTY_LINES.matcher(single).replaceAll("");
        return trimmed.isEmpty() ? "" : trimmed + "\r\n";
    }

    private static List<Header> headers(String block) {
        var headers = new ArrayList<Header>();
        for (var line : NEXT_HEADER.split(block, -1)) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(new Header(line.substring(0, colon).strip(), line.substring(colon + 1)));
            }
        }
        return headers;
    }

    private static String folded(String base64) {
        return base64.replaceAll("(.{" + LINE + "})(?=.)", "$1\r\n\t");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
