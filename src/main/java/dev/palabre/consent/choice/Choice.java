package dev.palabre.consent.choice;

import dev.palabre.consent.policy.Policy;
import dev.palabre.crypto.AccessCode;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.template.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's answer to every purpose of the policy in force.
 *
 * @param version of that policy
 * @param choices by purpose, all of them
 * @param answered purposes that were named; of the others, nothing is remembered but that they are still to be asked
 * @param services by service, all of them; one that is not named is answered like its purpose
 * @param source where it was made: banner, dialog, embed, page, api, or another short word
 * @param lang language in which it was asked
 * @param layout mobile or desktop, as the widget saw itself; null where nothing was laid out
 * @param previous the consent id of an earlier choice of the same visitor
 */
public record Choice(
        String version,
        Map<String, Boolean> choices,
        Set<String> answered,
        Map<String, Boolean> services,
        String source,
        String lang,
        @Nullable String layout,
        Optional<AccessCode> previous) {
    private static final int MOST_NAMED = 20;
    private static final int MOST_LETTERS = 100;
    private static final Pattern SOURCE = Pattern.compile("[a-z0-9_-]{1,32}");
    private static final Set<String> LAYOUTS = Set.of("mobile", "desktop");

    /**
     * Checks what was sent against the policy in force. What is not named is refused: silence is no consent.
     *
     * @throws Problem 409 for another version of the policy, 422 naming every wrong field
     */
    public static Choice from(ChoiceRequest request, Policy policy, Messages messages, String siteLang) {
        var errors = errors(request, policy);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        var choices = complete(named(request.choices()), policy.purposes());
        return new Choice(
                policy.version(),
                choices,
                Set.copyOf(named(request.choices()).keySet()),
                services(named(request.services()), policy, choices),
                request.source() == null ? "api" : request.source(),
                messages.pick(request.lang(), null, siteLang),
                request.layout(),
                Optional.ofNullable(request.previous()).flatMap(AccessCode::parse));
    }

    /**
     * Checks that a request says which version it answers.
     *
     * @throws Problem 422 where it does not
     */
    public static void requireVersion(ChoiceRequest request, Policy policy) {
        if (isMissing(request.version())) {
            throw Problem.invalid(errors(request, policy));
        }
    }

    private static boolean isMissing(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static List<FieldError> errors(ChoiceRequest request, Policy policy) {
        var errors = new ArrayList<FieldError>();
        if (isMissing(request.version())) {
            errors.add(FieldError.of("version", "missing_version"));
        }
        if (request.choices() == null) {
            errors.add(FieldError.of("choices", "missing_choices"));
        }
        var purposes = Set.copyOf(policy.purposes());
        unknown(request.choices(), purposes, "choices.", "unknown_purpose").forEach(errors::add);
        unknown(request.services(), policy.services().keySet(), "services.", "unknown_service")
                .forEach(errors::add);
        if (request.source() != null && !SOURCE.matcher(request.source()).matches()) {
            errors.add(FieldError.of("source", "unknown_source"));
        }
        if (request.layout() != null && !LAYOUTS.contains(request.layout())) {
            errors.add(FieldError.of("layout", "unknown_layout"));
        }
        return errors;
    }

    /** The first names that are none of these, cut where they are long: who sends such must not get an answer as large. */
    private static Stream<FieldError> unknown(
            @Nullable Map<String, @Nullable Boolean> answers, Set<String> known, String within, String code) {
        return named(answers).keySet().stream()
                .filter(name -> !known.contains(name))
                .limit(MOST_NAMED)
                .map(name -> FieldError.of(within + name.substring(0, Math.min(MOST_LETTERS, name.length())), code));
    }

    private static Map<String, Boolean> complete(Map<String, @Nullable Boolean> named, List<String> purposes) {
        var choices = new TreeMap<String, Boolean>();
        purposes.forEach(purpose -> choices.put(purpose, Boolean.TRUE.equals(named.get(purpose))));
        return choices;
    }

    private static Map<String, Boolean> services(
            Map<String, @Nullable Boolean> named, Policy policy, Map<String, Boolean> choices) {
        var services = new TreeMap<String, Boolean>();
        policy.services().forEach((service, purpose) -> {
            var answer = named.get(service);
            services.put(service, answer == null ? Boolean.TRUE.equals(choices.get(purpose)) : answer);
        });
        return services;
    }

    private static Map<String, @Nullable Boolean> named(@Nullable Map<String, @Nullable Boolean> answers) {
        return answers == null ? Map.of() : answers;
    }
}
