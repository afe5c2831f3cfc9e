package dev.palabre.consent.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.PolicyStore;
import dev.palabre.consent.policy.PolicyTest;
import dev.palabre.consent.policy.PolicyVersion;
import dev.palabre.template.Messages;
import dev.palabre.testing.ConsentServer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Choices on a version that another build of the widget asked for. */
@Tag("server")
final class ShownPoliciesTest {
    private static final Messages MESSAGES = new Messages();
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static ConsentServer node;

    @BeforeAll
    static void start() {
        node = new ConsentServer();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void isSame_whereTheWidgetAloneIsAnotherHoweverOldTheVersionIs() {
        assertThat(isSame(policy("audience", "old", null), NOW.minusSeconds(1_000_000), NOW.minusSeconds(900_000)))
                .isTrue();
    }

    @Test
    void isSame_whereWordsDifferWhileBothVersionsAreServed() {
        var shown = policy("audience", "old", Map.of("fr", Map.of("banner.heading", "Vos choix")));
        assertThat(isSame(shown, NOW.minusSeconds(1_000_000), NOW.minusSeconds(60)))
                .isTrue();
        assertThat(isSame(shown, NOW.minusSeconds(60), NOW.minusSeconds(1_000_000)))
                .isTrue();
        assertThat(isSame(shown, NOW.minusSeconds(1_000_000), NOW.minusSeconds(7_200)))
                .isFalse();
    }

    @Test
    void isSame_neverWhereAnotherPurposeIsAsked() {
        assertThat(isSame(policy("audience,media", "bundle", null), NOW, NOW)).isFalse();
        assertThat(isSame(policy("media", "bundle", null), NOW, NOW)).isFalse();
    }

    @Test
    void choice_forTheVersionOfAnotherBuildIsRecordedAgainstThatVersion() {
        node.site("roule", "audience");
        var current = node.version("roule");
        var other = Policy.of(node.site("roule"), PolicyDefinition.of(node.site("roule")), "another build", MESSAGES);
        ConsentServer.await(node.database.query(
                client -> new PolicyStore().insert(client, node.site("roule").id(), other)));
        assertThat(other.version()).isNotEqualTo(current);
        var answer = node.choose(
                "roule", new JsonObject().put("version", other.version()).put("choices", Map.of("audience", true)));
        assertThat(answer.statusCode()).isEqualTo(201);
        var id = new JsonObject(answer.body()).getString("id");
        assertThat(node.get("/consent/" + id + "?format=json").body()).contains(other.version());
        var form = "version=" + other.version() + "&action=necessary";
        assertThat(node.chooseByForm("roule", form, "Accept", "text/html").statusCode())
                .isEqualTo(303);
    }

    private static boolean isSame(Policy shown, Instant shownSince, Instant since) {
        return ShownPolicies.isSame(
                new PolicyVersion(shown.version(), shownSince, shown.document()),
                policy("audience", "bundle", null),
                Optional.of(since),
                NOW);
    }

    private static Policy policy(String purposes, String bundle, @Nullable Map<String, Map<String, String>> words) {
        var site = PolicyTest.site("Site", "https://a.example", purposes, null, null);
        var source = PolicyDefinition.of(site);
        return Policy.of(
                site,
                new PolicyDefinition(source.layout(), source.consentMode(), List.copyOf(source.purposes()), words),
                bundle,
                MESSAGES);
    }
}
