package dev.palabre.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.crypto.JwtTokens.Token;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JwtTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final long SECOND = NOW.getEpochSecond();
    private static final String OLD = secret(1);
    private static final String NEW = secret(2);
    private static final KeyRing RING = KeyRing.parse(OLD);
    private static final String KID = RING.current();
    private static final UUID ID = UUID.fromString("019aab2c-0000-7000-8000-000000000001");
    private static final Token TOKEN = new Token(ID, "awa", NOW.plus(Duration.ofDays(30)));
    private static final JwtTokens TOKENS = at(NOW, RING);
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"palabre+jwt\",\"kid\":\"" + KID + "\"}";
    private static final String CLAIMS = claims("\"exp\":" + (SECOND + 600));

    @Test
    void read_returnsWhatWasIssued() {
        assertThat(TOKENS.read("api", TOKENS.issue("api", TOKEN))).contains(TOKEN);
    }

    @Test
    void read_acceptsWhatThisTestSigns() {
        assertThat(TOKENS.read("api", signed(HEADER, CLAIMS))).isPresent();
    }

    @Test
    void read_allowsFiveSecondsOfSkewToTokensOfTheApi() {
        var text = TOKENS.issue("api", new Token(ID, "awa", NOW));
        assertThat(at(NOW.plusSeconds(4), RING).read("api", text)).isPresent();
        assertThat(at(NOW.plusSeconds(6), RING).read("api", text)).isEmpty();
    }

    @Test
    void read_allowsAMinuteOfSkewToOtherTokens() {
        var text = TOKENS.issue("erase", new Token(ID, "awa", NOW));
        assertThat(at(NOW.plusSeconds(59), RING).read("erase", text)).isPresent();
        assertThat(at(NOW.plusSeconds(61), RING).read("erase", text)).isEmpty();
    }

    @Test
    void read_takesTokensOfANodeWhoseClockIsAMinuteAhead() {
        var text = TOKENS.issue("api", TOKEN);
        assertThat(at(NOW.minusSeconds(60), RING).read("api", text)).isPresent();
        assertThat(at(NOW.minusSeconds(61), RING).read("api", text)).isEmpty();
    }

    @Test
    void read_refusesAnotherPurpose() {
        assertThat(TOKENS.read("erase", TOKENS.issue("api", TOKEN))).isEmpty();
    }

    @Test
    void rotation_acceptsTheOldKeyUntilItLeavesTheRing() {
        var text = TOKENS.issue("api", TOKEN);
        var both = at(NOW, KeyRing.parse(NEW + "," + OLD));
        var shifted = at(NOW, KeyRing.parse(OLD + "," + NEW));
        assertThat(both.read("api", text)).contains(TOKEN);
        assertThat(shifted.read("api", both.issue("api", TOKEN))).contains(TOKEN);
        assertThat(both.read("api", shifted.issue("api", TOKEN))).contains(TOKEN);
        assertThat(at(NOW, KeyRing.parse(NEW)).read("api", text)).isEmpty();
    }

    @Test
    void read_acceptsOneSpellingOnly() {
        var text = TOKENS.issue("api", TOKEN);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";
        var accepted = alphabet.chars()
                .mapToObj(last -> text.substring(0, text.length() - 1) + (char) last)
                .filter(spelling -> TOKENS.read("api", spelling).isPresent())
                .toList();
        assertThat(accepted).containsExactly(text);
    }

    @Test
    void read_refusesEveryTokenWithOneOtherCharacter() {
        var text = TOKENS.issue("api", TOKEN);
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var changed = new StringBuilder(text);
            changed.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
            if (!changed.toString().equals(text)) {
                assertThat(TOKENS.read("api", changed.toString())).isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void read_refusesForgedToken(String name, String text) {
        assertThat(TOKENS.read("api", text)).as(name).isEmpty();
    }

    private static Stream<Arguments> forged() {
        return Stream.of(unsigned(), headers(), claimSets(), shapes())
                .flatMap(cases -> cases.entrySet().stream())
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static Map<String, String> unsigned() {
        var key = new byte[32];
        return Map.ofEntries(
                Map.entry("alg none", part(header("none")) + '.' + part(CLAIMS) + '.'),
                Map.entry("alg None", part(header("None")) + '.' + part(CLAIMS) + '.'),
                Map.entry("alg NONE with a signature", sign(header("NONE"), CLAIMS, "HmacSHA256", key())),
                Map.entry("empty signature", part(HEADER) + '.' + part(CLAIMS) + '.'),
                Map.entry("HS384", sign(header("HS384"), CLAIMS, "HmacSHA384", key())),
                Map.entry("HS512", sign(header("HS512"), CLAIMS, "HmacSHA512", key())),
                Map.entry("hs256 in small letters", sign(header("hs256"), CLAIMS, "HmacSHA256", key())),
                Map.entry("RS256", sign(header("RS256"), CLAIMS, "HmacSHA256", key())),
                Map.entry("a key of zeros", sign(HEADER, CLAIMS, "HmacSHA256", key)),
                Map.entry("the secret itself", sign(HEADER, CLAIMS, "HmacSHA256", raw(OLD))),
                Map.entry(
                        "the key of another purpose",
                        sign(
                                HEADER,
                                CLAIMS,
                                "HmacSHA256",
                                RING.key(KID, "token:erase").getEncoded())),
                Map.entry(
                        "the key name as key",
                        sign(HEADER, CLAIMS, "HmacSHA256", KID.getBytes(StandardCharsets.UTF_8))));
    }

    private static Map<String, String> headers() {
        return Map.ofEntries(
                Map.entry("no kid", signed("{\"alg\":\"HS256\",\"typ\":\"palabre+jwt\"}", CLAIMS)),
                Map.entry("kid of another ring", signed(HEADER.replace(KID, "deadbeef"), CLAIMS)),
                Map.entry("kid that climbs", signed(HEADER.replace(KID, "../../etc/passwd"), CLAIMS)),
                Map.entry("kid with SQL", signed(HEADER.replace(KID, "' OR '1'='1"), CLAIMS)),
                Map.entry("kid null", signed(HEADER.replace('"' + KID + '"', "null"), CLAIMS)),
                Map.entry("kid as a list", signed(HEADER.replace('"' + KID + '"', "[\"" + KID + "\"]"), CLAIMS)),
                Map.entry("no typ", signed("{\"alg\":\"HS256\",\"kid\":\"" + KID + "\"}", CLAIMS)),
                Map.entry("typ JWT", signed(HEADER.replace("palabre+jwt", "JWT"), CLAIMS)),
                Map.entry("jku", signed(with("\"jku\":\"https://evil.example/k\""), CLAIMS)),
                Map.entry("jwk", signed(with("\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}"), CLAIMS)),
                Map.entry("x5u", signed(with("\"x5u\":\"https://evil.example/c\""), CLAIMS)),
                Map.entry("crit", signed(with("\"crit\":[\"exp\"]"), CLAIMS)),
                Map.entry("zip", signed(with("\"zip\":\"DEF\""), CLAIMS)),
                Map.entry("b64", signed(with("\"b64\":false"), CLAIMS)),
                Map.entry("alg twice", signed(with("\"alg\":\"none\""), CLAIMS)));
    }

    private static Map<String, String> claimSets() {
        var later = SECOND + 600;
        return Map.ofEntries(
                Map.entry("no exp", signed(HEADER, claims("\"iat\":" + SECOND))),
                Map.entry("exp null", signed(HEADER, claims("\"exp\":null"))),
                Map.entry("exp as text", signed(HEADER, claims("\"exp\":\"" + later + "\""))),
                Map.entry("exp as a date", signed(HEADER, claims("\"exp\":\"2036-01-01T00:00:00Z\""))),
                Map.entry("exp as a float", signed(HEADER, claims("\"exp\":" + later + ".5"))),
                Map.entry("exp 1e30", signed(HEADER, claims("\"exp\":1e30"))),
                Map.entry("exp beyond long", signed(HEADER, claims("\"exp\":99999999999999999999"))),
                Map.entry("exp true", signed(HEADER, claims("\"exp\":true"))),
                Map.entry("exp past", signed(HEADER, claims("\"exp\":" + (SECOND - 6)))),
                Map.entry("exp negative", signed(HEADER, claims("\"exp\":-1"))),
                Map.entry("exp twice", signed(HEADER, claims("\"exp\":1,\"exp\":" + later))),
                Map.entry("nbf to come", signed(HEADER, claims("\"exp\":" + later + ",\"nbf\":" + (SECOND + 120)))),
                Map.entry("iat to come", signed(HEADER, claims("\"exp\":" + later + ",\"iat\":" + (SECOND + 120)))),
                Map.entry("aud as text", signed(HEADER, CLAIMS.replace("[\"api\"]", "\"api\""))),
                Map.entry("no jti", signed(HEADER, CLAIMS.replace("\"jti\"", "\"jtx\""))),
                Map.entry("jti no UUID", signed(HEADER, CLAIMS.replace(ID.toString(), "1"))),
                Map.entry(
                        "jti in capitals",
                        signed(HEADER, CLAIMS.replace(ID.toString(), "019AAB2C-0000-7000-8000-000000000001"))),
                Map.entry("jti shortened", signed(HEADER, CLAIMS.replace(ID.toString(), "1-1-1-1-1"))),
                Map.entry("no sub", signed(HEADER, CLAIMS.replace("\"sub\"", "\"sux\""))),
                Map.entry("no aud", signed(HEADER, CLAIMS.replace("\"aud\"", "\"aux\""))),
                Map.entry("aud of another purpose", signed(HEADER, CLAIMS.replace("[\"api\"]", "[\"erase\"]"))),
                Map.entry("two audiences", signed(HEADER, CLAIMS.replace("[\"api\"]", "[\"api\",\"erase\"]"))),
                Map.entry("claims are a list", signed(HEADER, "[1]")),
                Map.entry("claims are text", signed(HEADER, "hello")),
                Map.entry("claims followed by more", signed(HEADER, CLAIMS + "{}")),
                Map.entry(
                        "deep claims",
                        signed(HEADER, claims("\"exp\":" + later + ",\"x\":" + "[".repeat(60) + "]".repeat(60)))));
    }

    private static Map<String, String> shapes() {
        var good = signed(HEADER, CLAIMS);
        return Map.ofEntries(
                Map.entry("nothing", ""),
                Map.entry("two dots", ".."),
                Map.entry("two parts", good.substring(0, good.lastIndexOf('.'))),
                Map.entry("four parts", good + ".AA"),
                Map.entry("five parts", good + ".AA.AA"),
                Map.entry("a space before", ' ' + good),
                Map.entry("a line after", good + "\n"),
                Map.entry("padding", good + "="),
                Map.entry("ten kilobytes", signed(HEADER, claims("\"exp\":1,\"x\":\"" + "a".repeat(10_000) + '"'))),
                Map.entry(
                        "just over a kilobyte",
                        signed(HEADER, claims("\"exp\":" + (SECOND + 600) + ",\"x\":\"" + "a".repeat(700) + '"'))),
                Map.entry("text that is no Base64", "é.è.à"),
                Map.entry("no JSON", part("{") + '.' + part(CLAIMS) + '.' + part("x")));
    }

    private static JwtTokens at(Instant now, KeyRing ring) {
        return new JwtTokens(ring, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String header(String algorithm) {
        return HEADER.replace("HS256", algorithm);
    }

    private static String with(String field) {
        return HEADER.replace("}", "," + field + "}");
    }

    private static String claims(String more) {
        return "{\"aud\":[\"api\"],\"jti\":\"" + ID + "\",\"sub\":\"awa\"," + more + "}";
    }

    private static byte[] key() {
        return RING.key(KID, "token:api").getEncoded();
    }

    private static String signed(String header, String claims) {
        return sign(header, claims, "HmacSHA256", key());
    }

    private static String sign(String header, String claims, String algorithm, byte[] key) {
        var text = part(header) + '.' + part(claims);
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return text
                    + '.'
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String secret(int seed) {
        var bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] raw(String secret) {
        return Base64.getDecoder().decode(secret);
    }

    @Test
    void forgedTokens_areManyAndDiffer() {
        List<Object> texts = forged().map(arguments -> arguments.get()[1]).toList();
        assertThat(texts).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    }
}
