package dev.palabre.consent.reports;

import dev.palabre.consent.policy.Tracker;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the widget saw on a device: names only.
 *
 * @param version of the policy that was in force
 * @param phase before or after the choice
 * @param cookies names
 * @param keys of storages, such as {@code local:x}, {@code session:y}, {@code idb:z}
 * @param hosts that the page asked something of
 */
public record TrackerReportRequest(
        @Nullable String version,
        @Nullable String phase,
        @Nullable List<@Nullable String> cookies,
        @Nullable List<@Nullable String> keys,
        @Nullable List<@Nullable String> hosts) {
    /** Names that are read of each list. */
    private static final int MOST = 100;

    /** Names that one report may add to a site's list. */
    private static final int MOST_OF_ALL = 100;

    private static final Set<String> PHASES = Set.of("before", "after");
    private static final Pattern KEY = Pattern.compile("(local|session|idb):([!-~]{1,100})");
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9])?)+");

    /** When it was seen. */
    String checkedPhase() {
        if (phase == null || !PHASES.contains(phase)) {
            throw Problem.invalid(List.of(FieldError.of("phase", "unknown_phase")));
        }
        return phase;
    }

    /** All names that are names, once each, known trackers first; what is none, and what is too much, is left out. */
    List<UndeclaredTracker> leaks() {
        var leaks = new ArrayList<UndeclaredTracker>();
        named(cookies).filter(Tracker::isCookieName).forEach(name -> leaks.add(new UndeclaredTracker("cookie", name)));
        named(keys)
                .map(KEY::matcher)
                .filter(java.util.regex.Matcher::matches)
                .forEach(key -> leaks.add(new UndeclaredTracker(key.group(1), key.group(2))));
        named(hosts)
                .map(host -> host.toLowerCase(Locale.ROOT))
                .filter(host -> HOST.matcher(host).matches())
                .forEach(host -> leaks.add(new UndeclaredTracker("host", host)));
        return leaks.stream()
                .distinct()
                .sorted(Comparator.comparing(leak -> !KnownTrackers.contains(leak)))
                .limit(MOST_OF_ALL)
                .toList();
    }

    private static Stream<String> named(@Nullable List<@Nullable String> names) {
        return names == null ? Stream.of() : names.stream().limit(MOST).flatMap(Stream::ofNullable);
    }
}
