package dev.palabre.consent.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.text.Json;
import dev.palabre.text.TextRules;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads a policy from a file, strictly: what is not understood is refused with its path, never left out, for what was
 * meant by it may be what the law forbids.
 */
public final class PolicyFile {
    private static final int LONGEST_TEXT = 1_000;
    private static final int MOST = 100;
    private static final int MOST_DAYS = 36_500;
    private static final Set<String> STORAGES = Set.of("cookie", "local", "session", "idb");

    /** What other tools call a choice that is made for the visitor. */
    private static final Set<String> TICKS = Set.of(
            "checked",
            "prechecked",
            "preticked",
            "preselected",
            "selected",
            "default",
            "defaultvalue",
            "enabled",
            "granted",
            "required",
            "readonly",
            "optout",
            "on");

    /** What other tools call the time that a choice is remembered. */
    private static final Set<String> MEMORIES = Set.of(
            "validdays",
            "memory",
            "remember",
            "rememberdays",
            "expiry",
            "expirydays",
            "expires",
            "maxage",
            "lifetime",
            "cookieexpiration",
            "cookieexpiresafterdays",
            "duration",
            "cookielifetime",
            "revalidate");

    private static final Set<String> SPLIT_MEMORIES = Set.of(
            "acceptdays",
            "refusedays",
            "rejectdays",
            "yesdays",
            "nodays",
            "grantdays",
            "denydays",
            "acceptexpiry",
            "rejectexpiry",
            "refuseexpiry",
            "validdaysyes",
            "validdaysno");

    private final List<Finding> findings = new ArrayList<>();

    /**
     * What a file held.
     *
     * @param source the policy, empty where there are findings
     * @param findings why it was refused; empty where it was read
     */
    public record Reading(PolicyDefinition source, List<Finding> findings) {}

    private PolicyFile() {}

    /** Reads a JSON text. */
    public static Reading read(String json) {
        var file = new PolicyFile();
        var document = file.parse(json);
        if (file.findings.isEmpty()) {
            file.policy(document);
        }
        return file.findings.isEmpty()
                ? new Reading(Json.convert(document, PolicyDefinition.class), List.of())
                : new Reading(new PolicyDefinition(null, false, null, null), List.copyOf(file.findings));
    }

    private Map<String, Object> parse(String json) {
        try {
            // The text "null" is JSON, and no document.
            var document = Json.object(json);
            if (document != null) {
                return document;
            }
            found(LintRule.FILE_BROKEN, "", "1:1");
            return Map.of();
        } catch (UncheckedIOException e) {
            found(LintRule.FILE_BROKEN, "", place(e));
            return Map.of();
        }
    }

    private static String place(UncheckedIOException e) {
        return e.getCause() instanceof JsonProcessingException json && json.getLocation() != null
                ? json.getLocation().getLineNr() + ":" + json.getLocation().getColumnNr()
                : "1:1";
    }

    private void policy(Map<String, Object> document) {
        document.forEach((name, value) -> {
            switch (name) {
                case "layout" -> oneOf(value, name, Set.copyOf(PolicyDefinition.LAYOUTS));
                case "consentMode" -> kind(value instanceof Boolean, name);
                case "purposes" -> each(value, name, this::purpose);
                case "wording" -> wording(value);
                default -> unknown(name, name, value);
            }
        });
    }

    private void purpose(Object value, String path) {
        fields(value, path, (name, inner, at) -> {
            switch (name) {
                case "key", "basis" -> text(inner, at);
                case "signals" -> each(inner, at, this::text);
                case "traces" -> each(inner, at, this::trace);
                case "services" -> each(inner, at, this::service);
                default -> unknown(name, at, inner);
            }
        });
        needs(value, path, "key");
    }

    private void service(Object value, String path) {
        fields(value, path, (name, inner, at) -> {
            switch (name) {
                case "key", "name", "controller", "data", "transfer", "privacyUrl" -> text(inner, at);
                case "days" -> days(inner, at);
                case "traces" -> each(inner, at, this::trace);
                default -> unknown(name, at, inner);
            }
        });
        needs(value, path, "key");
    }

    private void trace(Object value, String path) {
        fields(value, path, (name, inner, at) -> {
            switch (name) {
                case "name", "domain" -> text(inner, at);
                case "storage" -> oneOf(inner, at, STORAGES);
                case "days" -> days(inner, at);
                case "httpOnly" -> kind(inner instanceof Boolean, at);
                default -> unknown(name, at, inner);
            }
        });
        needs(value, path, "name");
        needs(value, path, "storage");
    }

    private void wording(Object value) {
        fields(value, "wording", (lang, words, at) -> fields(words, at, (key, text, path) -> text(text, path)));
    }

    /** What is done with each field of an object. */
    private interface Field {
        void read(String name, Object value, String path);
    }

    private interface Item {
        void read(Object value, String path);
    }

    private void fields(Object value, String path, Field field) {
        kind(value instanceof Map, path);
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> field.read(String.valueOf(name), inner, path + '.' + name));
        }
    }

    private void each(Object value, String path, Item item) {
        kind(value instanceof List, path);
        if (value instanceof List<?> list) {
            if (list.size() > MOST) {
                found(LintRule.FIELD_TOO_LONG, path, String.valueOf(MOST));
                return;
            }
            for (int i = 0; i < list.size(); i++) {
                item.read(list.get(i), path + '[' + i + ']');
            }
        }
    }

    private void needs(Object value, String path, String name) {
        if (value instanceof Map<?, ?> map && !map.containsKey(name)) {
            found(LintRule.FIELD_MISSING, path + '.' + name, name);
        }
    }

    private void text(Object value, String path) {
        kind(value instanceof String text && TextRules.storable(text), path);
        if (value instanceof String text && text.length() > LONGEST_TEXT) {
            found(LintRule.FIELD_TOO_LONG, path, String.valueOf(LONGEST_TEXT));
        }
    }

    private void oneOf(Object value, String path, Set<String> values) {
        kind(value instanceof String text && values.contains(text), path);
    }

    private void days(Object value, String path) {
        kind(value instanceof Integer days && days >= 0 && days <= MOST_DAYS, path);
    }

    private void kind(boolean right, String path) {
        if (!right) {
            found(LintRule.FIELD_OF_ANOTHER_KIND, path, path);
        }
    }

    /** A field that we do not have is refused; one that betrays what other tools do is refused for that. */
    private void unknown(String name, String path, Object value) {
        var plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        if (TICKS.contains(plain)) {
            found(LintRule.PRE_TICKED, path, name);
        } else if (SPLIT_MEMORIES.contains(plain) || (MEMORIES.contains(plain) && value instanceof Map)) {
            found(LintRule.MEMORY_UNEQUAL, path, name);
        } else if (MEMORIES.contains(plain)) {
            found(LintRule.MEMORY_SET, path, name);
        } else {
            found(LintRule.FIELD_UNKNOWN, path, name);
        }
    }

    private void found(LintRule rule, String path, String what) {
        findings.add(new Finding(rule, path, what));
    }
}
