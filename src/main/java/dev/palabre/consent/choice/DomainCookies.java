package dev.palabre.consent.choice;

import dev.palabre.consent.policy.CookieScope;
import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PublicSuffixes;
import dev.palabre.consent.policy.Tracker;
import dev.palabre.http.PublicUrl;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Removes what a withdrawal leaves to the server: declared cookies that no script can reach. A server sees of a cookie its
 * name only, so each is removed at the root path for every domain that it may have been set for.
 */
public final class DomainCookies {
    /** More than any policy declares; what is beyond would only make the answer's head too large. */
    private static final int MOST = 60;

    private DomainCookies() {}

    /**
     * Values of {@code Set-Cookie} that remove the declared httpOnly cookies of all that an event refuses.
     *
     * @param sent names of the cookies that came with the request, which tell what a pattern stands for
     */
    public static List<String> removals(Policy policy, ConsentEvent event, Set<String> sent, PublicUrl links) {
        var headers = new LinkedHashSet<String>();
        var domains = domains(CookieScope.host(links.origin()));
        for (var trace : refused(policy, event)) {
            for (var name : names(trace, sent)) {
                for (var domain : domains) {
                    headers.add(name + "=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax" + domain
                            + (links.secure() ? "; Secure" : ""));
                }
            }
        }
        return headers.stream().limit(MOST).toList();
    }

    private static List<Tracker> refused(Policy policy, ConsentEvent event) {
        var traces = new ArrayList<Tracker>();
        policy.source().purposes().forEach(purpose -> {
            if (!Boolean.TRUE.equals(event.choices().get(purpose.key()))) {
                traces.addAll(purpose.traces());
            }
            purpose.services().stream()
                    .filter(service -> !Boolean.TRUE.equals(event.services().get(service.key())))
                    .forEach(service -> traces.addAll(service.traces()));
        });
        return traces.stream()
                .filter(trace -> trace.httpOnly() && trace.storage() == Tracker.Storage.COOKIE)
                .toList();
    }

    private static Set<String> names(Tracker trace, Set<String> sent) {
        var names = new TreeSet<String>();
        if (!trace.name().endsWith("*")) {
            names.add(trace.name());
        }
        sent.stream().filter(trace::matches).forEach(names::add);
        names.removeIf(name -> !Tracker.isCookieName(name) || name.equals(ConsentCookie.NAME));
        return names;
    }

    /** The server's host alone, and each domain above it down to the registered one. */
    private static List<String> domains(String server) {
        var registered = PublicSuffixes.registrable(server);
        var domains = new ArrayList<String>(List.of(""));
        registered.ifPresent(last -> Stream.iterate(server, host -> host.substring(host.indexOf('.') + 1))
                .takeWhile(host -> host.length() >= last.length())
                .limit(10)
                .forEach(host -> domains.add("; Domain=" + host)));
        return domains;
    }
}
