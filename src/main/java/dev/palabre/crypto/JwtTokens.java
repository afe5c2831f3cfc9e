package dev.palabre.crypto;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.MalformedJwtException;
import io.jsonwebtoken.ProtectedHeader;
import io.jsonwebtoken.io.DeserializationException;
import io.jsonwebtoken.io.Deserializer;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Signed tokens (JWT, HS256) for one purpose each. What jjwt lets through is refused here: no expiry, no id, another
 * audience, one that is no list, an issue time in the future, foreign header fields, times that are no whole numbers, a
 * second spelling of the same signature. Clocks may differ by a minute; a token of the API ends after five seconds.
 *
 * <pre>{@code
 * var text = tokens.issue("api", new Token(UuidV7.next(), moderatorId.toString(), expiresAt));
 * tokens.read("api", text).map(Token::subject);
 * }</pre>
 */
public final class JwtTokens {
    private static final int MAX_LENGTH = 1024;
    private static final int SKEW_SECONDS = 60;
    private static final int API_SKEW_SECONDS = 5;
    private static final String API = "api";
    private static final String TYPE = "palabre+jwt";
    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");
    private static final Set<String> TIMES = Set.of("exp", "iat", "nbf");

    private final KeyRing keys;
    private final Clock clock;

    /**
     * What a token says.
     *
     * @param id by which it is revoked; the text of a token is never kept
     * @param subject whom or what it is about
     * @param expiresAt to the second
     */
    public record Token(UUID id, String subject, Instant expiresAt) {}

    /** Tokens signed by the newest key of a ring and verified by all of them. */
    public JwtTokens(KeyRing keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The signed text of a token, good for this purpose and no other. */
    public String issue(String purpose, Token token) {
        return Jwts.builder()
                .header()
                .type(TYPE)
                .keyId(keys.current())
                .and()
                .audience()
                .add(purpose)
                .and()
                .id(token.id().toString())
                .subject(token.subject())
                .issuedAt(Date.from(clock.instant()))
                .expiration(Date.from(token.expiresAt()))
                .signWith(keys.key(keys.current(), key(purpose)), Jwts.SIG.HS256)
                .compact();
    }

    /** What a token of this purpose says; empty for one that is forged, expired, misspelt or meant for something else. */
    public Optional<Token> read(String purpose, String text) {
        if (text.length() > MAX_LENGTH || !spelledOnce(text)) {
            return Optional.empty();
        }
        try {
            var parsed = Jwts.parser()
                    .json(new Strict())
                    .sig()
                    .clear()
                    .add(Jwts.SIG.HS256)
                    .and()
                    .keyLocator(header -> locate(header, purpose))
                    .clockSkewSeconds(purpose.equals(API) ? API_SKEW_SECONDS : SKEW_SECONDS)
                    .clock(() -> Date.from(clock.instant()))
                    .build()
                    .parseSignedClaims(text);
            return issued(parsed.getPayload()) ? token(parsed.getPayload(), purpose) : Optional.empty();
        } catch (JwtException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean issued(Claims claims) {
        var latest = clock.instant().plusSeconds(SKEW_SECONDS);
        return claims.getIssuedAt() == null || !claims.getIssuedAt().toInstant().isAfter(latest);
    }

    private Key locate(Header header, String purpose) {
        if (header instanceof ProtectedHeader signed
                && HEADER.equals(header.keySet())
                && TYPE.equals(header.getType())
                && signed.getKeyId() != null) {
            return keys.key(signed.getKeyId(), key(purpose));
        }
        throw new MalformedJwtException("a header that is not ours");
    }

    private static Optional<Token> token(Claims claims, String purpose) {
        if (claims.getExpiration() == null
                || claims.getId() == null
                || claims.getSubject() == null
                || !Set.of(purpose).equals(claims.getAudience())) {
            return Optional.empty();
        }
        var id = UUID.fromString(claims.getId());
        return id.toString().equals(claims.getId())
                ? Optional.of(new Token(
                        id, claims.getSubject(), claims.getExpiration().toInstant()))
                : Optional.empty();
    }

    private static String key(String purpose) {
        return "token:" + purpose;
    }

    /** Base64url leaves spare bits in the last character, which decoders ignore: only zeros are the right spelling. */
    private static boolean spelledOnce(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return false;
        }
        for (var part : parts) {
            if (!canonical(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean canonical(String part) {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Reads flat JSON objects without doubled names, whose times are whole numbers. */
    private static final class Strict implements Deserializer<Map<String, ?>> {
        private static final ObjectReader READER = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readerFor(new TypeReference<Map<String, Object>>() {});

        static {
            READER.getFactory()
                    .setStreamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(4)
                            .maxNumberLength(20)
                            .build());
        }

        @Override
        @SuppressWarnings("deprecation")
        public Map<String, ?> deserialize(byte[] bytes) {
            return deserialize(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        }

        @Override
        public Map<String, ?> deserialize(Reader reader) {
            try {
                Map<String, Object> values = READER.readValue(reader);
                if (values != null && values.get("aud") instanceof String) {
                    throw new DeserializationException("an audience that is no list");
                }
                if (values == null || TIMES.stream().anyMatch(name -> !whole(values, name))) {
                    throw new DeserializationException("a time that is no whole number");
                }
                return values;
            } catch (IOException e) {
                throw new DeserializationException("no JSON of ours", e);
            }
        }

        private static boolean whole(Map<String, Object> values, String name) {
            var value = values.get(name);
            return !values.containsKey(name) || value instanceof Integer || value instanceof Long;
        }
    }
}
