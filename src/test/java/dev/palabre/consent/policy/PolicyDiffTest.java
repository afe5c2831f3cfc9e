package dev.palabre.consent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.template.Messages;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PolicyDiffTest {
    private static final Messages MESSAGES = new Messages();

    @Test
    void of_namesPurposesThatWereAddedAndRemoved() {
        var difference = difference(policy("audience,media", "b", null), policy("audience,ads", "b", null));
        assertThat(difference.added()).containsExactly("ads");
        assertThat(difference.removed()).containsExactly("media");
        assertThat(difference.changed()).isEmpty();
    }

    @Test
    void of_namesAPurposeWhoseWordsChanged() {
        var words = Map.of("fr", Map.of("purpose.audience.title", "Comptage"));
        var difference = difference(policy("audience,media", "b", null), policy("audience,media", "b", words));
        assertThat(difference.changed()).containsExactly("audience");
        assertThat(difference.words()).containsExactly("fr[purpose.audience.title]");
    }

    @Test
    void of_namesTheWidgetAmongTheFacts() {
        var difference = difference(policy("audience", "b1", null), policy("audience", "b2", null));
        assertThat(difference).isEqualTo(new PolicyDiff(List.of(), List.of(), List.of(), List.of(), List.of("bundle")));
    }

    @Test
    void of_nothingIsEverythingAdded() {
        assertThat(PolicyDiff.of(Map.of(), policy("audience", "b", null).document())
                        .added())
                .containsExactly("audience");
    }

    private static PolicyDiff difference(Policy before, Policy now) {
        return PolicyDiff.of(before.document(), now.document());
    }

    private static Policy policy(String purposes, String bundle, @Nullable Map<String, Map<String, String>> words) {
        var site = PolicyTest.site("Site", "https://a.example", purposes, null, null);
        var source = PolicyDefinition.of(site);
        return Policy.of(
                site,
                new PolicyDefinition(source.layout(), source.consentMode(), source.purposes(), words),
                bundle,
                MESSAGES);
    }
}
