package dev.palabre.consent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.site.SampleSite;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.text.CanonicalJson;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public final class PolicyTest {
    private static final Messages MESSAGES = new Messages();

    @Test
    void catalogue_hasItsWordsInEveryLanguage() {
        for (var lang : Messages.LANGUAGES) {
            for (var name : Catalogue.names()) {
                assertThat(MESSAGES.get(lang, "consent.purpose." + name + ".title"))
                        .isNotBlank();
                assertThat(MESSAGES.get(lang, "consent.purpose." + name + ".description"))
                        .isNotBlank();
            }
        }
    }

    @Test
    void purposes_areKnownOnesOnceInTheCataloguesOrder() {
        assertThat(policy("media,audience,media,telepathy").purposes()).containsExactly("audience", "media");
        assertThat(policy("").purposes()).isEmpty();
    }

    @Test
    void version_isTheDigestOfTheSpelling() {
        var policy = policy("audience");
        assertThat(policy.version()).hasSize(64).isEqualTo(CanonicalJson.hex(policy.document()));
        assertThat(policy("audience").version()).isEqualTo(policy.version());
    }

    @Test
    void version_survivesTheDatabasesOwnOrderOfKeys() {
        var policy = policy("audience,media");
        var stored = new JsonObject(new JsonObject(CanonicalJson.text(policy.document())).encodePrettily());
        assertThat(CanonicalJson.hex(stored.getMap())).isEqualTo(policy.version());
    }

    @Test
    void version_changesWithPurposesNameOriginsControllerAndContact() {
        assertThat(List.of(
                        policy("audience").version(),
                        policy("media").version(),
                        policy("audience,media").version(),
                        version("Autre", "https://a.example", null, null),
                        version("Site", "https://b.example", null, null),
                        version("Site", "https://a.example", "X", null),
                        version("Site", "https://a.example", null, "X")))
                .doesNotHaveDuplicates();
    }

    @Test
    void version_holdsTheWordsThatAreAsked() {
        assertThat(CanonicalJson.text(policy("audience").document()))
                .contains("Tout refuser", "Refuse all", "Mesure d’audience")
                .doesNotContain("Publicité", "consent.receipt");
    }

    @Test
    void changedSince_namesOnlyWhatIsNewOrAnother() {
        var earlier = policy("audience,media");
        assertThat(earlier.changedSince(earlier.document())).isEmpty();
        assertThat(policy("audience,media,ads").changedSince(earlier.document()))
                .containsExactly("ads");
        assertThat(policy("audience").changedSince(earlier.document())).isEmpty();
        var site = site("Site", "https://a.example", "", null, null);
        var youtube = new Service("youtube", "YouTube", "Google", "", "", "", 0, List.of());
        var source = new PolicyDefinition(
                null,
                false,
                List.of(
                        new Purpose("audience", null, null, null, null),
                        new Purpose("media", null, null, null, List.of(youtube))),
                null);
        var now = Policy.of(site, source, "another", MESSAGES);
        assertThat(Policy.of(site, source, "bundle", MESSAGES).changedSince(now.document()))
                .isEmpty();
        assertThat(now.changedSince(earlier.document())).containsExactly("audience", "media");
    }

    @Test
    void canonical_sortsKeysAndLeavesNoSpaces() {
        assertThat(CanonicalJson.text(Map.of("b", List.of(1, "é"), "a", Map.of("d", true, "c", ""))))
                .isEqualTo("{\"a\":{\"c\":\"\",\"d\":true},\"b\":[1,\"é\"]}");
    }

    private static Policy policy(String purposes) {
        return of(site("Site", "https://a.example", purposes, null, null));
    }

    private static String version(String name, String origin, @Nullable String controller, @Nullable String contact) {
        return of(site(name, origin, "audience", controller, contact)).version();
    }

    private static Policy of(Site site) {
        return Policy.of(site, PolicyDefinition.of(site), "bundle", MESSAGES);
    }

    public static Site site(
            String name, String origin, String purposes, @Nullable String controller, @Nullable String contact) {
        var settings = new HashMap<>(Map.of("purposes", purposes, "required", ""));
        if (controller != null) {
            settings.put("controller", controller);
        }
        if (contact != null) {
            settings.put("contact", contact);
        }
        return SampleSite.of("site", name, origin, settings);
    }
}
