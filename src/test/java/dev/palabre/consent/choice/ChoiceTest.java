package dev.palabre.consent.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.palabre.consent.banner.BannerView;
import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.PolicyTest;
import dev.palabre.consent.policy.Purpose;
import dev.palabre.consent.policy.Service;
import dev.palabre.problem.Problem;
import dev.palabre.template.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChoiceTest {
    private static final Messages MESSAGES = new Messages();
    private static final Policy POLICY = policy();

    @Test
    void from_refusesWhatIsNotNamed() {
        var choice = from(Map.of("audience", true), null);
        assertThat(choice.choices()).isEqualTo(Map.of("audience", true, "media", false));
        assertThat(choice.services()).isEqualTo(Map.of("matomo", true, "tube", false));
    }

    @Test
    void from_letsAServiceDifferFromItsPurpose() {
        var choice = from(Map.of("audience", false), Map.of("matomo", true));
        assertThat(choice.services()).isEqualTo(Map.of("matomo", true, "tube", false));
    }

    @Test
    void from_namesEveryWrongFieldAtOnce() {
        var problem = refused(Map.of("nothing", true), Map.of("nobody", true));
        assertThat(problem.errors())
                .extracting(error -> error.field() + " " + error.code())
                .containsExactly("choices.nothing unknown_purpose", "services.nobody unknown_service");
    }

    @Test
    void from_namesNoMoreThanAFewOfManyWrongFieldsAndCutsThem() {
        var many = new HashMap<String, @Nullable Boolean>();
        for (int i = 0; i < 30_000; i++) {
            many.put("p" + i + "x".repeat(200), true);
        }
        var errors = refused(many, many).errors();
        assertThat(errors).hasSize(40);
        assertThat(errors).allMatch(error -> error.field().length() <= 110);
    }

    private static Problem refused(Map<String, @Nullable Boolean> choices, Map<String, @Nullable Boolean> services) {
        return catchThrowableOfType(Problem.class, () -> from(choices, services));
    }

    private static Choice from(
            Map<String, @Nullable Boolean> choices, @Nullable Map<String, @Nullable Boolean> services) {
        var request = new ChoiceRequest(POLICY.version(), choices, services, null, null, null, null);
        return Choice.from(request, POLICY, MESSAGES, "fr");
    }

    private static Policy policy() {
        var source = new PolicyDefinition(
                null,
                false,
                List.of(
                        new Purpose("audience", null, null, null, List.of(service("matomo", "https://m.example"))),
                        new Purpose("media", null, null, null, List.of(service("tube", "javascript:alert(1)")))),
                null);
        return Policy.of(PolicyTest.site("Site", "https://a.example", "", null, null), source, "bundle", MESSAGES);
    }

    private static Service service(String key, String url) {
        return new Service(key, key, null, null, null, url, 1, null);
    }

    @Test
    void banner_linksToAddressesOfTheWebOnly() {
        var purposes = BannerView.purposes(POLICY, "fr", Map.of(), Map.of());
        assertThat(purposes)
                .flatExtracting(BannerView.Purpose::services)
                .extracting(BannerView.Vendor::privacyUrl)
                .containsExactly("https://m.example", null);
    }
}
