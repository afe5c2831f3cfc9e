package dev.palabre.consent.console;

import dev.palabre.consent.Catalogue;
import dev.palabre.consent.PolicySource;
import dev.palabre.consent.Purpose;
import dev.palabre.consent.Trace;
import dev.palabre.consent.Vendor;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.template.Messages;
import java.util.ArrayList;
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

    /** The change that a form asks for by its field {@code do}. */
    static UnaryOperator<PolicySource> of(Fields fields) {
        return switch (fields.text("do")) {
            case "general" -> policy -> general(policy, fields);
            case "wording" -> policy -> wording(policy, fields);
            case "addPurpose" -> policy -> addPurpose(policy, fields);
            case "purpose" -> policy -> purpose(policy, fields);
            case "removePurpose" -> policy -> purposes(policy, without(policy.purposes(), fields.text("purpose")));
            case "addService" -> policy -> services(policy, fields, PolicyEdits::addService);
            case "service" -> policy -> services(policy, fields, PolicyEdits::service);
            case "removeService" -> policy -> services(policy, fields, PolicyEdits::removeService);
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

    private static List<Vendor> service(List<Vendor> services, Fields fields) {
        return services.stream()
                .map(each -> each.key().equals(fields.text("service"))
                        ? new Vendor(
                                each.key(),
                                fields.text("name"),
                                fields.text("controller"),
                                fields.text("data"),
                                fields.text("transfer"),
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

    private static List<Purpose> without(List<Purpose> purposes, String key) {
        return purposes.stream().filter(each -> !each.key().equals(key)).toList();
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
