import dev.palabre.crypto.UuidV7;
import dev.palabre.crypto.KeyRing;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.JwtTokens.Token;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Issues the token of a mailed link again with a date of an hour ago. Arguments: the file of the
 * server's secret, and the token.
 */
public final class Expired {
    private Expired() {}

    public static void main(String[] args) throws Exception {
        var payload = new String(Base64.getUrlDecoder().decode(args[1].split("\\.", -1)[1]), StandardCharsets.UTF_8);
        var keys = KeyRing.parse(Files.readString(Path.of(args[0])).strip());
        var token = new Token(UuidV7.next(), field(payload, "sub"), Instant.now().minusSeconds(3_600));
        System.out.println(new JwtTokens(keys, Clock.systemUTC()).issue(field(payload, "aud"), token));
    }

    private static String field(String json, String name) {
        var found = Pattern.compile('"' + name + "\":\\[?\"([^\"]+)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalArgumentException(name + " is not in " + json);
        }
        return found.group(1);
    }
}
