package dev.palabre.consent.choice;

import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PolicyStore;
import dev.palabre.consent.policy.PolicyVersion;
import dev.palabre.db.Database;
import dev.palabre.site.Site;
import dev.palabre.text.CanonicalJson;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the version of a policy that a visitor was really shown. While nodes of two versions run at once, each serves a
 * version of its own, which differs in the widget's digest and perhaps in Palabre's own words.
 */
public final class ShownPolicies {
    /** How long nodes of two versions may serve sentences that differ. */
    static final Duration OVERLAP = Duration.ofMinutes(30);

    private static final Set<String> WIDGET = Set.of("bundle");
    private static final Set<String> WIDGET_AND_WORDS = Set.of("bundle", "wording");

    private final Database database;
    private final InstantSource clock;
    private final PolicyStore store = new PolicyStore();

    public ShownPolicies(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The policy that a choice answers: the one in force, or another one that was served and asks the same. Empty where the
     * choice must be made again.
     */
    public Future<Optional<Policy>> find(Site site, Policy inForce, @Nullable String version) {
        if (inForce.purposes().isEmpty() || version == null) {
            return Future.succeededFuture(Optional.empty());
        }
        if (inForce.version().equals(version)) {
            return Future.succeededFuture(Optional.of(inForce));
        }
        return database.query(client -> store.version(client, site.id(), version))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : database.query(client -> store.version(client, site.id(), inForce.version()))
                                .map(current -> found.filter(shown -> isSame(
                                                shown, inForce, current.map(PolicyVersion::since), clock.instant()))
                                        .flatMap(shown -> Policy.stored(shown.version(), shown.document()))));
    }

    /** Whether an answer to what was shown is an answer to what is in force. */
    static boolean isSame(PolicyVersion shown, Policy inForce, Optional<Instant> since, Instant now) {
        if (without(WIDGET, shown.document()).equals(without(WIDGET, inForce.document()))) {
            return true;
        }
        var later = since.filter(at -> at.isAfter(shown.since())).orElse(shown.since());
        return later.plus(OVERLAP).isAfter(now)
                && without(WIDGET_AND_WORDS, shown.document()).equals(without(WIDGET_AND_WORDS, inForce.document()));
    }

    private static String without(Set<String> members, Map<String, Object> document) {
        var rest = new TreeMap<>(document);
        rest.keySet().removeAll(members);
        return CanonicalJson.hex(rest);
    }
}
