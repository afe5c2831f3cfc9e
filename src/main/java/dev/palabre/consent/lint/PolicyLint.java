package dev.palabre.consent.lint;

import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a policy against the law, before anybody is asked it. Errors refuse publication; warnings stand where the law
 * leaves room. It reads, and changes nothing.
 */
public final class PolicyLint {
    private static final String KEY = "[a-z][a-z0-9-]{0,40}";

    private final Messages messages;

    public PolicyLint(Messages messages) {
        this.messages = messages;
    }

    /** All that is to be said about a policy, in the order of its document. */
    public List<Finding> findings(PolicyDefinition source, Site site, Policy policy) {
        var findings = new ArrayList<Finding>();
        whole(source, site, findings);
        keys(source, findings);
        for (int i = 0; i < source.purposes().size(); i++) {
            new PurposeLint(site, findings).purpose(source.purposes().get(i), "purposes[" + i + "]");
        }
        new WordingLint(messages, site, findings).wording(source, policy);
        return List.copyOf(findings);
    }

    private static void whole(PolicyDefinition source, Site site, List<Finding> findings) {
        if (source.purposes().isEmpty()) {
            findings.add(new Finding(LintRule.NO_PURPOSES, "purposes", ""));
        }
        if (site.settings().controller() == null) {
            findings.add(new Finding(LintRule.CONTROLLER_MISSING, "", site.key()));
        }
        if (source.layout().equals("modal")) {
            findings.add(new Finding(LintRule.LAYOUT_MODAL, "layout", ""));
        }
        if (source.consentMode()
                && source.purposes().stream()
                        .allMatch(purpose -> purpose.signals().isEmpty())) {
            findings.add(new Finding(LintRule.MODE_WITHOUT_SIGNALS, "consentMode", ""));
        }
    }

    /** Choices are recorded by these names: each must mean one thing. */
    private static void keys(PolicyDefinition source, List<Finding> findings) {
        var purposes = new HashSet<String>();
        var services = new HashSet<String>();
        for (int i = 0; i < source.purposes().size(); i++) {
            var purpose = source.purposes().get(i);
            var path = "purposes[" + i + "]";
            key(purpose.key(), path, purposes, findings);
            for (int j = 0; j < purpose.services().size(); j++) {
                key(purpose.services().get(j).key(), path + ".services[" + j + "]", services, findings);
            }
        }
        for (int i = 0; i < source.purposes().size(); i++) {
            var within = source.purposes().get(i).services();
            for (int j = 0; j < within.size(); j++) {
                var key = within.get(j).key();
                if (purposes.contains(key)) {
                    var path = "purposes[" + i + "].services[" + j + "].key";
                    findings.add(new Finding(LintRule.SERVICE_NAMED_LIKE_PURPOSE, path, key));
                }
            }
        }
    }

    private static void key(String key, String path, Set<String> known, List<Finding> findings) {
        if (!key.matches(KEY)) {
            findings.add(new Finding(LintRule.BAD_KEY, path + ".key", key));
        } else if (!known.add(key)) {
            findings.add(new Finding(LintRule.DOUBLED_KEY, path + ".key", key));
        }
    }
}
