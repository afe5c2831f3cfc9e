package dev.palabre.consent.lint;

import dev.palabre.template.Messages;
import java.util.List;
import java.util.Map;

/**
 * Something that the linter found.
 *
 * @param rule that is broken
 * @param path where in the document, such as {@code purposes[1].services[0].controller}
 * @param what the word, number or name that broke it; empty where there is none
 */
public record Finding(LintRule rule, String path, String what) {
    /** Whether any of these refuses publication. */
    public static boolean refuses(List<Finding> findings) {
        return findings.stream().anyMatch(Finding::isError);
    }

    /** Whether it refuses publication. */
    public boolean isError() {
        return rule.severity() == LintRule.Severity.ERROR;
    }

    /** What is wrong, what to do about it, and why. */
    public String sentence(Messages messages, String lang) {
        return messages.get(lang, "consent.lint." + rule.code(), Map.of("what", what));
    }
}
