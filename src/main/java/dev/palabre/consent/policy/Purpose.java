package dev.palabre.consent.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What visitors are asked consent for.
 *
 * @param key its name in markup ({@code data-category}) and in choices
 * @param basis legal ground; only {@code consent} is asked for
 * @param signals of Google's Consent Mode that it grants
 * @param traces what is left on the device by tools that no service names
 * @param services let in by it
 */
public record Purpose(String key, String basis, List<String> signals, List<Tracker> traces, List<Service> services) {
    /** The legal ground of everything that a banner asks. */
    public static final String CONSENT = "consent";

    /** What Google's Consent Mode can be told. */
    public static final List<String> SIGNALS = List.of(
            "analytics_storage",
            "ad_storage",
            "ad_user_data",
            "ad_personalization",
            "functionality_storage",
            "personalization_storage");

    /** What is left out of a file is empty; the ground is consent. */
    public Purpose(
            @Nullable String key,
            @Nullable String basis,
            @Nullable List<String> signals,
            @Nullable List<Tracker> traces,
            @Nullable List<Service> services) {
        this.key = key == null ? "" : key;
        this.basis = basis == null ? CONSENT : basis;
        this.signals = signals == null ? List.of() : List.copyOf(signals);
        this.traces = traces == null ? List.of() : List.copyOf(traces);
        this.services = services == null ? List.of() : List.copyOf(services);
    }

    /** One that nothing is known of yet. */
    public static Purpose named(String key) {
        return new Purpose(key, null, null, null, null);
    }

    /** Everything that it, with its services, may leave on the device. */
    public Stream<Tracker> allTraces() {
        return Stream.concat(traces.stream(), services.stream().flatMap(service -> service.traces().stream()));
    }

    Map<String, Object> document() {
        var document = new TreeMap<String, Object>();
        document.put("key", key);
        document.put("basis", basis);
        document.put("signals", signals);
        document.put("traces", traces.stream().map(Tracker::document).toList());
        document.put("services", services.stream().map(Service::document).toList());
        return document;
    }
}
