package dev.palabre.consent.reports;

import dev.palabre.consent.choice.ConsentCookie;
import dev.palabre.consent.policy.CookieScope;
import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PublicSuffixes;
import dev.palabre.consent.policy.Purpose;
import dev.palabre.consent.policy.Tracker;
import dev.palabre.site.Site;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The name of something that was seen on a visitor's device.
 *
 * @param kind cookie, local, session, idb or host
 * @param name of it
 */
record UndeclaredTracker(String kind, String name) {
    private static final String OWN = "palabre";

    /** Whether it is neither ours nor the site's own, nor declared in the policy. */
    boolean isUndeclared(Policy policy, Site site, String server) {
        return kind.equals("host")
                ? !isOwnHost(site, server) && traces(policy).noneMatch(this::isHostOf) && !isControllers(policy)
                : !isOurs() && traces(policy).noneMatch(this::isTrace);
    }

    private boolean isOurs() {
        return kind.equals("cookie") ? name.equals(ConsentCookie.NAME) : name.startsWith(OWN + ":");
    }

    private boolean isTrace(Tracker trace) {
        return trace.storage().wire().equals(kind) && trace.matches(name);
    }

    /** A third party is whoever has another domain than the site's pages, and than this server. */
    private boolean isOwnHost(Site site, String server) {
        return Stream.concat(site.origins().stream().map(CookieScope::host), Stream.of(server))
                .anyMatch(this::isSameParty);
    }

    private boolean isHostOf(Tracker trace) {
        var domain = trace.domain() == null ? "" : trace.domain().replaceFirst("^\\.", "");
        return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
    }

    private boolean isControllers(Policy policy) {
        return policy.source().purposes().stream()
                .flatMap(purpose -> purpose.services().stream())
                .flatMap(service -> host(service.privacyUrl()).stream())
                .anyMatch(this::isSameParty);
    }

    private boolean isSameParty(String host) {
        var domain = PublicSuffixes.registrable(name);
        return name.equals(host) || (domain.isPresent() && domain.equals(PublicSuffixes.registrable(host)));
    }

    private static Stream<Tracker> traces(Policy policy) {
        return policy.source().purposes().stream().flatMap(Purpose::allTraces);
    }

    private static Optional<String> host(String url) {
        try {
            return url.isEmpty() ? Optional.empty() : Optional.of(CookieScope.host(url));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
