package dev.palabre.consent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.consent.ConsentModule;
import dev.palabre.consent.banner.BannerView;
import dev.palabre.http.PublicUrl;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is shown is what the version holds. */
final class PolicyWordsTest {
    private static final Messages MESSAGES = new Messages();
    private static final Templates TEMPLATES = new Templates(MESSAGES, ConsentModule.TEMPLATES);

    @Test
    void L39_aWordThatTheOwnerReplacedIsShownAndMakesAnotherVersion() {
        var ours = policy(Map.of());
        var theirs = policy(Map.of("fr", Map.of("banner.heading", "Vos cookies", "banner.lead", "{site} demande :")));
        assertThat(theirs.version()).isNotEqualTo(ours.version());
        assertThat(banner(theirs))
                .contains("Vos cookies", "Le Soir demande :")
                .doesNotContain("Votre choix en matière");
        assertThat(banner(ours)).contains("Votre choix en matière");
    }

    @Test
    void stored_showsAVersionWithTheNamesThatItHadThen() {
        var policy = policy(Map.of());
        var stored = Policy.stored(policy.version(), policy.document()).orElseThrow();
        assertThat(banner(stored)).isEqualTo(banner(policy));
        assertThat(stored.scope()).isEqualTo("a.example");
    }

    @Test
    void wording_ofAPurposeFallsBackToTheSitesLanguage() {
        var policy = policy(Map.of("fr", Map.of("purpose.lettre.title", "La lettre")));
        assertThat(policy.word("en", "purpose.lettre.title")).isEqualTo("La lettre");
    }

    @Test
    void L19_aServiceSaysWhatItCollectsInTheReadersLanguageAndElseInTheSites() {
        var matomo = new Service("matomo", "Matomo", "Le Soir", "pages lues", "États-Unis", null, 1, null);
        var audience = new Purpose("audience", null, null, null, List.of(matomo));
        var site = PolicyTest.site("Le Soir", "https://a.example", "", null, null);
        var words = Map.of("en", Map.of("service.matomo.data", "pages read"));
        var policy = Policy.of(site, new PolicyDefinition(null, false, List.of(audience), words), "bundle", MESSAGES);
        var silent = Policy.of(site, new PolicyDefinition(null, false, List.of(audience), null), "bundle", MESSAGES);

        var english = BannerView.purposes(policy, "en", Map.of(), Map.of())
                .get(0)
                .services()
                .get(0);
        assertThat(english.data()).isEqualTo("pages read");
        assertThat(english.transfer()).isEqualTo("États-Unis");
        var french = BannerView.purposes(policy, "fr", Map.of(), Map.of())
                .get(0)
                .services()
                .get(0);
        assertThat(french.data()).isEqualTo("pages lues");
        assertThat(policy.changedSince(silent.document())).containsExactly("audience");
        assertThat(policy.changedSince(policy.document())).isEmpty();
    }

    private static Policy policy(Map<String, Map<String, String>> wording) {
        var purposes = List.of(new Purpose("audience", null, null, null, null));
        var site = PolicyTest.site("Le Soir", "https://a.example", "", null, null);
        return Policy.of(site, new PolicyDefinition(null, false, purposes, wording), "bundle", MESSAGES);
    }

    private static String banner(Policy policy) {
        var site = PolicyTest.site("Another name", "https://b.example", "", null, null);
        var addresses = new ConsentUrls(new PublicUrl("https://palabre.example"));
        return TEMPLATES.render("banner", BannerView.of(site, policy, addresses, "fr", MESSAGES));
    }
}
