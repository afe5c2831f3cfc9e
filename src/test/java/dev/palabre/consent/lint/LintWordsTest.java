package dev.palabre.consent.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.PolicyTest;
import dev.palabre.template.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LintWordsTest {
    private static final Messages MESSAGES = new Messages();

    @Test
    void refusesAll_saysSoInSoManyWords() {
        assertThat(LintWords.refusesAll("fr", "Tout refuser")).isTrue();
        assertThat(LintWords.refusesAll("en", "Reject everything")).isTrue();
        assertThat(LintWords.refusesAll("fr", "Continuer sans accepter")).isFalse();
        assertThat(LintWords.hedge("fr", "Refuser les cookies optionnels")).contains("optionnels");
    }

    @Test
    void outsideTheUnion_knowsNamesAndFormsOfCompanies() {
        assertThat(LintWords.outsideTheUnion("Google Ireland Limited")).isTrue();
        assertThat(LintWords.outsideTheUnion("Example, Inc.")).isTrue();
        assertThat(LintWords.outsideTheUnion("Le Soir")).isFalse();
    }

    @Test
    void languageWithoutWords_isWarnedAboutAndRefusesNothing() {
        var site = PolicyTest.site("Site", "https://a.example", "audience", "Site", null);
        var words = Map.of(
                "es",
                Map.of(
                        "banner.all", "Aceptar todo",
                        "banner.necessary", "Rechazar todo",
                        "detail.all", "Aceptar todo",
                        "detail.necessary", "Rechazar todo",
                        "purpose.audience.title", "Medición",
                        "purpose.audience.description",
                                "contar las visitas que la gente hace y qué les interesa de la página."));
        var source = PolicyDefinition.of(site);
        source = new PolicyDefinition(source.layout(), source.consentMode(), source.purposes(), words);
        var policy = Policy.of(site, source, "bundle", MESSAGES);
        var findings = new ArrayList<Finding>();
        new WordingLint(MESSAGES, site, findings, List.of("fr", "en", "es")).wording(source, policy);
        assertThat(findings)
                .filteredOn(finding -> finding.path().startsWith("wording.es"))
                .extracting(Finding::rule)
                .contains(LintRule.WORDING_UNCHECKED)
                .noneMatch(rule -> rule.severity() == LintRule.Severity.ERROR);
        assertThat(Finding.refuses(findings)).isFalse();
        assertThat(LintWords.otherLanguage("es", "que la casa de la gente que vive"))
                .isEmpty();
    }
}
