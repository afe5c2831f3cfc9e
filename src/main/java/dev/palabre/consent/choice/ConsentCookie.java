package dev.palabre.consent.choice;

import dev.palabre.consent.policy.Policy;
import dev.palabre.crypto.AccessCode;
import dev.palabre.http.Request;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that remembers a choice, in the form that the widget reads and writes too ({@code consent-cookie.ts}):
 * {@code yes=audience.media&no=ads.youtube&id=…&until=1795000000&version=…}: purposes, and services that were answered
 * otherwise than their purpose. It needs no escaping, and a refusal can be written by hand: {@code no=audience.media}.
 */
public final class ConsentCookie {
    public static final String NAME = "palabre_consent";

    private ConsentCookie() {}

    /**
     * The header's value that remembers a choice as long as it holds, yes and no alike.
     *
     * @param domain whose pages all remember it, null for the server's host alone
     */
    public static String set(
            Consents.Chosen chosen, Policy policy, String path, @Nullable String domain, boolean secure) {
        return NAME + "=" + value(chosen, policy) + "; Max-Age=" + Policy.VALID_DAYS * 86_400L + "; Path=" + path
                + (domain == null ? "" : "; Domain=" + domain) + "; SameSite=Lax" + (secure ? "; Secure" : "");
    }

    /** The consent id that a request remembers for a site. */
    public static Optional<AccessCode> read(RoutingContext ctx, int siteId) {
        return ctx.request().cookies(NAME).stream()
                .flatMap(cookie -> id(cookie.getValue()).stream())
                .filter(code -> code.siteId() == siteId)
                .findFirst();
    }

    /** The consent id that a parsed request remembers for a site. */
    public static Optional<AccessCode> read(Request request, int siteId) {
        return request.cookies().stream()
                .filter(cookie -> cookie.getName().equals(NAME))
                .flatMap(cookie -> id(cookie.getValue()).stream())
                .filter(code -> code.siteId() == siteId)
                .findFirst();
    }

    static String value(Consents.Chosen chosen, Policy policy) {
        var event = chosen.event();
        var answers = answers(chosen, policy.services());
        // Without a version, what is still to be asked is asked.
        var version = chosen.answered().containsAll(policy.purposes()) ? event.version() : "";
        return "yes=" + names(answers, true) + "&no=" + names(answers, false) + "&id="
                + chosen.code().text() + "&until=" + event.validUntil().getEpochSecond() + "&version="
                + version;
    }

    private static Map<String, Boolean> answers(Consents.Chosen chosen, Map<String, String> purposes) {
        var event = chosen.event();
        var answers = new TreeMap<>(event.choices());
        answers.keySet().retainAll(chosen.answered());
        event.services().forEach((service, answer) -> {
            if (!answer.equals(event.choices().get(purposes.get(service)))) {
                answers.put(service, answer);
            }
        });
        return answers;
    }

    private static Optional<AccessCode> id(String value) {
        for (var pair : value.split("&", -1)) {
            if (pair.startsWith("id=")) {
                return AccessCode.parse(pair.substring(3));
            }
        }
        return Optional.empty();
    }

    private static String names(Map<String, Boolean> choices, boolean answer) {
        return choices.entrySet().stream()
                .filter(choice -> choice.getValue() == answer)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining("."));
    }
}
