package dev.palabre.console.consent;

import dev.palabre.consent.policy.Catalogue;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.Purpose;
import dev.palabre.consent.policy.Service;
import dev.palabre.consent.policy.Tracker;
import dev.palabre.problem.Problem;
import dev.palabre.template.Messages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What each form of the editor changes in a policy. A form changes what it shows, and leaves the rest as it is. */
final class PolicyForms {
    /** Words that may be replaced by the console; others by a file. */
    static final List<String> WORDS = List.of(
            "banner.heading",
            "banner.lead",
            "banner.consequence",
            "banner.change",
            "banner.more",
            "banner.all",
            "banner.necessary",
            "banner.show",
            "detail.heading",
            "detail.lead");

    private PolicyForms() {}

    /** The change that a form asks for by its field {@code do}; {@code own} is the site's language. */
    static UnaryOperator<PolicyDefinition> of(PolicyFormFields fields, String own) {
        return switch (fields.text("do")) {
            case "general" -> policy -> general(policy, fields);
            case "wording" -> policy -> wording(policy, fields);
            case "addPurpose" -> policy -> addPurpose(policy, fields);
            case "purpose" -> policy -> purpose(policy, fields);
            case "raisePurpose" -> policy -> purposes(policy, raised(policy.purposes(), fields.text("purpose")));
            case "removePurpose" -> policy -> removePurpose(policy, fields.text("purpose"));
            case "addService" -> policy -> services(policy, fields, PolicyForms::addService);
            case "service" -> policy -> service(policy, fields, own);
            case "removeService" ->
                policy -> silent(
                        services(policy, fields, PolicyForms::removeService),
                        "service." + fields.text("service") + ".");
            default -> throw Problem.malformed("do", "malformed");
        };
    }

    private static PolicyDefinition general(PolicyDefinition policy, PolicyFormFields fields) {
        var layout = fields.text("layout");
        return new PolicyDefinition(
                PolicyDefinition.LAYOUTS.contains(layout) ? layout : policy.layout(),
                fields.ticked("consentMode"),
                policy.purposes(),
                policy.wording());
    }

    private static PolicyDefinition wording(PolicyDefinition policy, PolicyFormFields fields) {
        var words = new HashMap<String, String>();
        WORDS.forEach(key -> words.put(key, fields.text("word." + key)));
        return worded(policy, fields.text("code"), words);
    }

    private static PolicyDefinition addPurpose(PolicyDefinition policy, PolicyFormFields fields) {
        var more = new ArrayList<>(policy.purposes());
        var own = fields.text("key");
        if (!own.isEmpty()) {
            more.add(Purpose.named(own));
        } else {
            more.addAll(Catalogue.purposes(List.of(fields.text("catalogue"))));
        }
        return purposes(policy, more);
    }

    private static PolicyDefinition purpose(PolicyDefinition policy, PolicyFormFields fields) {
        var key = fields.text("purpose");
        var signals = Purpose.SIGNALS.stream()
                .filter(signal -> fields.ticked("signal." + signal))
                .toList();
        var changed = purposes(
                policy,
                policy.purposes().stream()
                        .map(each -> each.key().equals(key)
                                ? new Purpose(key, each.basis(), signals, traces(fields), each.services())
                                : each)
                        .toList());
        for (var lang : Messages.LANGUAGES) {
            changed = worded(
                    changed,
                    lang,
                    Map.of(
                            "purpose." + key + ".title", fields.text("title." + lang),
                            "purpose." + key + ".description", fields.text("description." + lang)));
        }
        return changed;
    }

    /** What one form does to the services of a purpose. */
    private interface Change {
        List<Service> apply(List<Service> services, PolicyFormFields fields);
    }

    private static PolicyDefinition services(PolicyDefinition policy, PolicyFormFields fields, Change change) {
        return purposes(
                policy,
                policy.purposes().stream()
                        .map(each -> each.key().equals(fields.text("purpose"))
                                ? new Purpose(
                                        each.key(),
                                        each.basis(),
                                        each.signals(),
                                        each.traces(),
                                        change.apply(each.services(), fields))
                                : each)
                        .toList());
    }

    private static List<Service> addService(List<Service> services, PolicyFormFields fields) {
        var more = new ArrayList<>(services);
        more.add(new Service(fields.text("key"), fields.text("name"), null, null, null, null, 0, null));
        return more;
    }

    /** What a service says of itself stands with it in the site's language, and in the wording in others. */
    private static PolicyDefinition service(PolicyDefinition policy, PolicyFormFields fields, String own) {
        var changed = services(policy, fields, (services, typed) -> service(services, typed, own));
        var word = "service." + fields.text("service") + ".";
        for (var lang : Messages.LANGUAGES) {
            if (!lang.equals(own)) {
                changed = worded(
                        changed,
                        lang,
                        Map.of(
                                word + "data", fields.text("data." + lang),
                                word + "transfer", fields.text("transfer." + lang)));
            }
        }
        return changed;
    }

    private static List<Service> service(List<Service> services, PolicyFormFields fields, String own) {
        return services.stream()
                .map(each -> each.key().equals(fields.text("service"))
                        ? new Service(
                                each.key(),
                                fields.text("name"),
                                fields.text("controller"),
                                fields.text("data." + own),
                                fields.text("transfer." + own),
                                fields.text("privacyUrl"),
                                fields.number("days"),
                                traces(fields))
                        : each)
                .toList();
    }

    private static List<Service> removeService(List<Service> services, PolicyFormFields fields) {
        return services.stream()
                .filter(each -> !each.key().equals(fields.text("service")))
                .toList();
    }

    /** Rows of a form; one without a name is none, so that emptying the name removes it. */
    private static List<Tracker> traces(PolicyFormFields fields) {
        var traces = new ArrayList<Tracker>();
        for (int i = 0; fields.containsKey("trace." + i + ".name"); i++) {
            var row = "trace." + i + ".";
            if (!fields.text(row + "name").isEmpty()) {
                traces.add(new Tracker(
                        fields.text(row + "name"),
                        storage(fields.text(row + "storage")),
                        fields.text(row + "domain"),
                        fields.number(row + "days"),
                        fields.ticked(row + "httpOnly")));
            }
        }
        return traces;
    }

    private static Tracker.Storage storage(String wire) {
        for (var storage : Tracker.Storage.values()) {
            if (storage.wire().equals(wire)) {
                return storage;
            }
        }
        return Tracker.Storage.COOKIE;
    }

    /** One place nearer to the first. */
    private static List<Purpose> raised(List<Purpose> purposes, String key) {
        var order = new ArrayList<>(purposes);
        for (int i = 1; i < order.size(); i++) {
            if (order.get(i).key().equals(key)) {
                Collections.swap(order, i - 1, i);
                break;
            }
        }
        return order;
    }

    private static PolicyDefinition removePurpose(PolicyDefinition policy, String key) {
        var left = policy.purposes().stream()
                .filter(each -> !each.key().equals(key))
                .toList();
        var gone = policy.purposes().stream()
                .filter(each -> each.key().equals(key))
                .flatMap(each -> each.services().stream());
        var silent = silent(purposes(policy, left), "purpose." + key + ".");
        for (var service : gone.toList()) {
            silent = silent(silent, "service." + service.key() + ".");
        }
        return silent;
    }

    /** Without the words of what is gone, which nobody would read any more. */
    private static PolicyDefinition silent(PolicyDefinition policy, String start) {
        var wording = new HashMap<String, Map<String, String>>();
        policy.wording().forEach((lang, words) -> {
            var left = new HashMap<>(words);
            left.keySet().removeIf(key -> key.startsWith(start));
            if (!left.isEmpty()) {
                wording.put(lang, Map.copyOf(left));
            }
        });
        return new PolicyDefinition(policy.layout(), policy.consentMode(), policy.purposes(), wording);
    }

    private static PolicyDefinition purposes(PolicyDefinition policy, List<Purpose> purposes) {
        return new PolicyDefinition(policy.layout(), policy.consentMode(), purposes, policy.wording());
    }

    /** Empty words are ours again. */
    private static PolicyDefinition worded(PolicyDefinition policy, String lang, Map<String, String> words) {
        if (!Messages.LANGUAGES.contains(lang)) {
            throw Problem.malformed("code", "malformed");
        }
        var wording = new HashMap<>(policy.wording());
        var known = new HashMap<>(wording.getOrDefault(lang, Map.of()));
        known.putAll(words);
        known.values().removeIf(String::isEmpty);
        wording.put(lang, Map.copyOf(known));
        wording.values().removeIf(Map::isEmpty);
        return new PolicyDefinition(policy.layout(), policy.consentMode(), policy.purposes(), wording);
    }
}
