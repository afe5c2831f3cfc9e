package dev.palabre.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.palabre.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * JSON as the contract has it. Reading is strict: no comments, no doubled names, nothing after the value, no value of
 * another type than the field's; Vert.x's own mapper lets these through.
 */
public final class Json {
    private static final ObjectMapper STRICT = strict();

    private Json() {}

    /** A value as UTF-8 JSON. */
    public static Buffer bytes(Object value) {
        try {
            return Buffer.buffer(STRICT.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value as a JSON text. */
    public static String text(Object value) {
        try {
            return STRICT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value as a JSON text for people, on several lines. */
    public static String pretty(Object value) {
        try {
            return STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one JSON object from what a client sent.
     *
     * @throws Problem 400, naming the field where one is to blame
     */
    public static <T> T parse(String json, Class<T> type) {
        try {
            var value = STRICT.readValue(json, type);
            if (value == null) {
                throw Problem.of(Problem.Kind.MALFORMED, "malformed_json");
            }
            return value;
        } catch (JsonMappingException e) {
            throw mapping(e);
        } catch (JsonProcessingException e) {
            throw Problem.of(Problem.Kind.MALFORMED, "malformed_json");
        }
    }

    /** Reads an object that this server wrote, as plain maps, lists and values. */
    public static Map<String, Object> object(String json) {
        try {
            return STRICT.readValue(json, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes a record from named values, such as the fields of a form.
     *
     * @throws Problem 400, naming the field where one is to blame
     */
    public static <T> T convert(Map<String, ?> values, Class<T> type) {
        try {
            return STRICT.convertValue(values, type);
        } catch (IllegalArgumentException e) {
            throw e.getCause() instanceof JsonMappingException mapping
                    ? mapping(mapping)
                    : Problem.of(Problem.Kind.MALFORMED, "malformed_json");
        }
    }

    private static Problem mapping(JsonMappingException e) {
        if (e.getPath().isEmpty() || e.getPath().get(0).getFieldName() == null) {
            return Problem.of(Problem.Kind.MALFORMED, "malformed_json");
        }
        return Problem.malformed(e.getPath().get(0).getFieldName(), "wrong_type");
    }

    private static ObjectMapper strict() {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(16)
                        .maxStringLength(128 * 1024)
                        .maxNumberLength(40)
                        .maxNameLength(200)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, config -> config.setCoercion(
                                CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }
}
