package dev.palabre.consent.console;

import dev.palabre.consent.Catalogue;
import dev.palabre.consent.PolicySource;
import dev.palabre.consent.Purpose;
import dev.palabre.consent.Trace;
import dev.palabre.consent.Vendor;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.template.Messages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What each form of the editor changes in a policy. A form changes what it shows, and leaves the rest as it is. */
final class PolicyEdits {
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

    private PolicyEdits() {}

    /** The change that a form asks for by its field {@code do}; {@code own} is the site's language. */
    static UnaryOperator<PolicySource> of(Fields fields, String own) {
        return switch (fields.text("do")) {
            case "general" -> policy -> general(policy, fields);
            case "wording" -> policy -> wording(policy, fields);
            case "addPurpose" -> policy -> addPurpose(policy, fields);
            case "purpose" -> policy -> purpose(policy, fields);
            case "raisePurpose" -> policy -> purposes(policy, raised(policy.purposes(), fields.text("purpose")));
            case "removePurpose" -> policy -> removePurpose(policy, fields.text("purpose"));
            case "addService" -> policy -> services(policy, fields, PolicyEdits::addService);
            case "service" -> policy -> service(policy, fields, own);
            case "removeService" ->
                policy -> silent(
                        services(policy, fields, PolicyEdits::removeService),
                        "service." + fields.text("service") + ".");
            default -> throw Problem.malformed("do", "malformed");
        };
    }

    private static PolicySource general(PolicySource policy, Fields fields) {
        var layout = fields.text("layout");
        return new PolicySource(
                PolicySource.LAYOUTS.contains(layout) ? layout : policy.layout(),
                fields.ticked("consentMode"),
                policy.purposes(),
                policy.wording());
    }

    private static PolicySource wording(PolicySource policy, Fields fields) {
        var words = new HashMap<String, String>();
        WORDS.forEach(key -> words.put(key, fields.text("word." + key)));
        return worded(policy, fields.text("code"), words);
    }

    private static PolicySource addPurpose(PolicySource policy, Fields fields) {
        var more = new ArrayList<>(policy.purposes());
        var own = fields.text("key");
        if (!own.isEmpty()) {
            more.add(Purpose.named(own));
        } else {
            more.addAll(Catalogue.purposes(List.of(fields.text("catalogue"))));
        }
        return purposes(policy, more);
    }

    private static PolicySource purpose(PolicySource policy, Fields fields) {
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
        List<Vendor> apply(List<Vendor> services, Fields fields);
    }

    private static PolicySource services(PolicySource policy, Fields fields, Change change) {
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

    private static List<Vendor> addService(List<Vendor> services, Fields fields) {
        var more = new ArrayList<>(services);
        more.add(new Vendor(fields.text("key"), fields.text("name"), null, null, null, null, 0, null));
        return more;
    }

    /** What a service says of itself stands with it in the site's language, and in the wording in others. */
    private static PolicySource service(PolicySource policy, Fields fields, String own) {
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

    private static List<Vendor> service(List<Vendor> services, Fields fields, String own) {
        return services.stream()
                .map(each -> each.key().equals(fields.text("service"))
                        ? new Vendor(
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

    private static List<Vendor> removeService(List<Vendor> services, Fields fields) {
        return services.stream()
                .filter(each -> !each.key().equals(fields.text("service")))
                .toList();
    }

    /** Rows of a form; one without a name is none, so that emptying the name removes it. */
    private static List<Trace> traces(Fields fields) {
        var traces = new ArrayList<Trace>();
        for (int i = 0; fields.containsKey("trace." + i + ".name"); i++) {
            var row = "trace." + i + ".";
            if (!fields.text(row + "name").isEmpty()) {
                traces.add(new Trace(
                        fields.text(row + "name"),
                        storage(fields.text(row + "storage")),
                        fields.text(row + "domain"),
                        fields.number(row + "days"),
                        fields.ticked(row + "httpOnly")));
            }
        }
        return traces;
    }

    private static Trace.Storage storage(String wire) {
        for (var storage : Trace.Storage.values()) {
            if (storage.wire().equals(wire)) {
                return storage;
            }
        }
        return Trace.Storage.COOKIE;
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

    private static PolicySource removePurpose(PolicySource policy, String key) {
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
    private static PolicySource silent(PolicySource policy, String start) {
        var wording = new HashMap<String, Map<String, String>>();
        policy.wording().forEach((lang, words) -> {
            var left = new HashMap<>(words);
            left.keySet().removeIf(key -> key.startsWith(start));
            if (!left.isEmpty()) {
                wording.put(lang, Map.copyOf(left));
            }
        });
        return new PolicySource(policy.layout(), policy.consentMode(), policy.purposes(), wording);
    }

    private static PolicySource purposes(PolicySource policy, List<Purpose> purposes) {
        return new PolicySource(policy.layout(), policy.consentMode(), purposes, policy.wording());
    }

    /** Empty words are ours again. */
    private static PolicySource worded(PolicySource policy, String lang, Map<String, String> words) {
        if (!Messages.LANGUAGES.contains(lang)) {
            throw Problem.malformed("code", "malformed");
        }
        var wording = new HashMap<>(policy.wording());
        var known = new HashMap<>(wording.getOrDefault(lang, Map.of()));
        known.putAll(words);
        known.values().removeIf(String::isEmpty);
        wording.put(lang, Map.copyOf(known));
        wording.values().removeIf(Map::isEmpty);
        return new PolicySource(policy.layout(), policy.consentMode(), policy.purposes(), wording);
    }
}
