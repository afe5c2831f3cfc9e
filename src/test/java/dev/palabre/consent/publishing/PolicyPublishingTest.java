package dev.palabre.consent.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.consent.lint.Finding;
import dev.palabre.consent.lint.LintRule;
import dev.palabre.consent.lint.PolicyFile;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.testing.ConsentServer;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class PolicyPublishingTest {
    static final String LAWFUL = """
            {"purposes": [{"key": "audience", "services": [
              {"key": "matomo", "name": "Matomo", "controller": "Le Soir", "days": 390,
               "privacyUrl": "https://soir.example/vie-privee",
               "traces": [{"name": "_pk_id*", "storage": "cookie", "days": 390}]}]}]}
            """;
    private static final String UNLAWFUL = LAWFUL.replace("\"days\": 390}", "\"days\": 800}");

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
    void draft_asksNobody() {
        var site = site("brouillon", "media");
        var before = node.version("brouillon");
        await(node.publications.importFile(site, LAWFUL, null));
        assertThat(node.version("brouillon")).isEqualTo(before);
        assertThat(await(node.publications.draft(site)))
                .contains(PolicyFile.read(LAWFUL).source());
    }

    @Test
    void publish_isServedAtOnceUnderTheVersionThatItSays() {
        site("paru", "media");
        assertThat(node.version("paru")).isNotEmpty();
        var published = node.publish("paru", LAWFUL);
        assertThat(published.number()).isEqualTo(1);
        assertThat(node.version("paru")).isEqualTo(published.version());
        assertThat(node.get("/api/sites/paru/consent").body())
                .contains("matomo")
                .doesNotContain("media");
    }

    @Test
    void publish_refusesWhatIsUnlawfulAndKeepsTheDraft() {
        var site = site("refus", "media");
        var before = node.version("refus");
        await(node.publications.importFile(site, UNLAWFUL, null));
        var outcome = await(node.publications.publish(site, null, null));
        assertThat(outcome.published()).isEmpty();
        assertThat(outcome.findings()).extracting(Finding::rule).contains(LintRule.TRACE_TOO_LONG);
        assertThat(node.version("refus")).isEqualTo(before);
        assertThat(await(node.publications.draft(site))).isPresent();
        assertThat(await(node.publications.history(site))).isEmpty();
    }

    @Test
    void importFile_keepsNothingOfAFileThatItRefuses() {
        var site = site("fichier", "media");
        assertThat(await(node.publications.importFile(site, "{\"theme\": 1}", null)))
                .extracting(Finding::path)
                .containsExactly("theme");
        assertThat(await(node.publications.draft(site))).isEmpty();
    }

    @Test
    void L39_publications_areCountedAndStay() {
        var site = site("suite", "");
        var first = node.publish("suite", LAWFUL);
        var second = node.publish("suite", LAWFUL.replace("Matomo", "Matomo 5"));
        assertThat(await(node.publications.history(site))).containsExactly(second, first);
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.version()).isNotEqualTo(first.version());
        assertThat(node.sql("SELECT 1 FROM policies WHERE version = $1", first.version()))
                .hasSize(1);
    }

    @Test
    void publish_needsADraftOnceSomethingWasPublished() {
        var site = site("vide", "audience");
        assertThat(await(node.publications.publish(site, null, null)).published())
                .isPresent();
        assertThatThrownBy(() -> await(node.publications.publish(site, null, null)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("no_draft"));
    }

    @Test
    void publish_refusesWhatChangedSinceItWasRead() {
        var site = site("relu", "");
        await(node.publications.importFile(site, LAWFUL, null));
        var seen = node.publications
                .policy(site, PolicyFile.read(UNLAWFUL).source())
                .version();
        assertThatThrownBy(() -> await(node.publications.publish(site, null, seen)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("draft_changed"));
    }

    @Test
    void publish_byTwoAtOnceIsOnePublication() {
        var site = site("deux", "");
        await(node.publications.importFile(site, LAWFUL, null));
        var one = node.publications.publish(site, null, null);
        var other = node.publications.publish(site, null, null);
        await(Future.join(one, other).otherwiseEmpty());
        assertThat(List.of(one.succeeded(), other.succeeded())).containsExactlyInAnyOrder(true, false);
        assertThat(await(node.publications.history(site))).hasSize(1);
    }

    @Test
    void edit_byTwoAtOnceKeepsBoth() {
        var site = site("ensemble", "");
        await(node.publications.importFile(site, LAWFUL, null));
        var one = node.publications.edit(site, draft -> layout(draft, "box", draft.consentMode()), null);
        var other = node.publications.edit(site, draft -> layout(draft, draft.layout(), true), null);
        await(Future.join(one, other));
        assertThat(await(node.publications.draft(site)).orElseThrow())
                .extracting(PolicyDefinition::layout, PolicyDefinition::consentMode)
                .containsExactly("box", true);
    }

    private static PolicyDefinition layout(PolicyDefinition draft, String layout, boolean consentMode) {
        return new PolicyDefinition(layout, consentMode, draft.purposes(), draft.wording());
    }

    private static Site site(String key, String purposes) {
        node.site(key, purposes);
        return await(node.sites.require(key));
    }

    private static <T> T await(Future<T> future) {
        return ConsentServer.await(future);
    }
}
