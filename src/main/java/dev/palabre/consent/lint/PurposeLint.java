package dev.palabre.consent.lint;

import dev.palabre.consent.policy.Purpose;
import dev.palabre.consent.policy.Service;
import dev.palabre.consent.policy.Tracker;
import dev.palabre.site.Site;
import java.net.URI;
import java.util.List;

/** The part of the linter that reads purposes, their services, and what these leave behind. */
final class PurposeLint {
    /** Thirteen months, as the CNIL counts for cookies. */
    static final int LONGEST_TRACE = 395;

    /** Twenty-five months, for what is collected by them. */
    static final int LONGEST_DATA = 761;

    private final Site site;
    private final List<Finding> findings;

    PurposeLint(Site site, List<Finding> findings) {
        this.site = site;
        this.findings = findings;
    }

    void purpose(Purpose purpose, String path) {
        found(!purpose.basis().equals(Purpose.CONSENT), LintRule.BASIS_NOT_CONSENT, path + ".basis", purpose.basis());
        found(purpose.services().isEmpty(), LintRule.PURPOSE_WITHOUT_SERVICES, path + ".services", purpose.key());
        for (int i = 0; i < purpose.signals().size(); i++) {
            var signal = purpose.signals().get(i);
            found(!Purpose.SIGNALS.contains(signal), LintRule.SIGNAL_UNKNOWN, path + ".signals[" + i + "]", signal);
        }
        traces(purpose.traces(), path);
        for (int i = 0; i < purpose.services().size(); i++) {
            service(purpose.services().get(i), path + ".services[" + i + "]");
        }
    }

    private void service(Service service, String path) {
        var key = service.key();
        found(service.name().isBlank(), LintRule.SERVICE_WITHOUT_NAME, path + ".name", key);
        found(service.controller().isBlank(), LintRule.SERVICE_WITHOUT_CONTROLLER, path + ".controller", key);
        found(service.days() <= 0, LintRule.SERVICE_WITHOUT_DAYS, path + ".days", key);
        found(service.days() > LONGEST_DATA, LintRule.DATA_TOO_LONG, path + ".days", String.valueOf(service.days()));
        if (service.privacyUrl().isBlank()) {
            var rule =
                    isOwn(service) ? LintRule.OWN_SERVICE_WITHOUT_PRIVACY_LINK : LintRule.SERVICE_WITHOUT_PRIVACY_LINK;
            findings.add(new Finding(rule, path + ".privacyUrl", key));
        } else {
            var link = service.privacyUrl();
            found(!isAddress(link), LintRule.PRIVACY_LINK_BROKEN, path + ".privacyUrl", link);
        }
        found(
                service.transfer().isBlank() && LintWords.outsideTheUnion(service.controller()),
                LintRule.TRANSFER_UNNAMED,
                path + ".transfer",
                service.controller());
        traces(service.traces(), path);
    }

    private void traces(List<Tracker> traces, String within) {
        for (int i = 0; i < traces.size(); i++) {
            var trace = traces.get(i);
            var path = within + ".traces[" + i + "]";
            var name = trace.name();
            found(name.isBlank(), LintRule.TRACE_WITHOUT_NAME, path + ".name", "");
            found(!name.isBlank() && isBroad(name), LintRule.TRACE_TOO_BROAD, path + ".name", name);
            found(name.startsWith("palabre"), LintRule.TRACE_OURS, path + ".name", name);
            found(trace.days() > LONGEST_TRACE, LintRule.TRACE_TOO_LONG, path + ".days", String.valueOf(trace.days()));
        }
    }

    /** A pattern that a withdrawal would remove much more by than was meant. */
    private static boolean isBroad(String name) {
        var star = name.indexOf('*');
        return star >= 0 && (star < 2 || star < name.length() - 1);
    }

    private boolean isOwn(Service service) {
        var controller = site.settings().controller();
        return service.controller().equalsIgnoreCase(site.name())
                || (controller != null && service.controller().equalsIgnoreCase(controller));
    }

    private static boolean isAddress(String text) {
        try {
            var address = URI.create(text);
            return ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                    && address.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void found(boolean broken, LintRule rule, String path, String what) {
        if (broken) {
            findings.add(new Finding(rule, path, what));
        }
    }
}
