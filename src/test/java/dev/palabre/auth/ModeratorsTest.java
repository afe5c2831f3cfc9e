package dev.palabre.auth;

import static dev.palabre.testing.ModerationServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.testing.ModerationServer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("server")
final class ModeratorsTest {
    private static ModerationServer node;
    private static int plage;

    @BeforeAll
    static void start() {
        node = new ModerationServer();
        plage = node.site("plage");
        node.site("ville");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void add_generatesAPasswordOnceAndThenOnlyChangesRoles() {
        var first = await(node.moderators.add("awa@example.org", List.of("plage"), Role.READER));
        var second = await(node.moderators.add("AWA@example.org", List.of("plage", "ville"), Role.MODERATOR));
        assertThat(first.password()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(second.password()).isNull();
        assertThat(await(node.moderators.list()))
                .contains(new Moderators.Listed(
                        "awa@example.org", Map.of("plage", Role.MODERATOR, "ville", Role.MODERATOR)));
    }

    @Test
    void moderatorsOf_leavesReadersOut() {
        var other = node.site("journal");
        node.moderator("owner@example.org", Role.OWNER, "journal");
        node.moderator("decides@example.org", Role.MODERATOR, "journal");
        node.moderator("reads@example.org", Role.READER, "journal");
        assertThat(await(node.moderators.moderatorsOf(other)))
                .extracting(Moderators.Recipient::email)
                .containsExactlyInAnyOrder("owner@example.org", "decides@example.org");
        assertThat(await(node.moderators.moderatorsOf(plage)))
                .extracting(Moderators.Recipient::email)
                .doesNotContain("owner@example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "awa",
                "awa@",
                "@example.org",
                "a b@example.org",
                "awa@example.org,b@example.org",
                "awa@example.org\nBcc: x@example.org",
                "<awa@example.org>",
                "awa@exa mple.org",
                "awa@-x",
                "a..b@example.org",
                "\"awa\"@example.org",
                "é@example.org"
            })
    void add_refusesWhatIsNoAddress(String email) {
        assertRefused(() -> await(node.moderators.add(email, List.of("plage"), Role.OWNER)));
    }

    @Test
    void add_refusesUnknownSitesWhole() {
        assertRefused(() -> await(node.moderators.add("x@example.org", List.of("plage", "nowhere"), Role.OWNER)));
        assertRefused(() -> await(node.moderators.add("x@example.org", List.of(), Role.OWNER)));
        assertThat(node.count("SELECT count(*) FROM moderators WHERE email = 'x@example.org'"))
                .isZero();
    }

    @Test
    void unknownNames_areToldToTheOperator() {
        assertRefused(() -> await(node.moderators.reset("nobody@example.org")));
        assertRefused(() -> await(node.tokens.create("nobody@example.org", Duration.ofDays(1))));
        assertRefused(() -> await(node.tokens.revoke(UUID.randomUUID())));
        node.moderator("token@example.org", Role.OWNER, "plage");
        assertRefused(() -> await(node.tokens.create("token@example.org", Duration.ZERO)));
        assertRefused(() -> await(node.tokens.create("token@example.org", Duration.ofDays(400))));
    }

    @Test
    void lastOwner_keepsTheRoleUnlessForced() {
        node.site("solo");
        node.moderator("solo@example.org", Role.OWNER, "solo");
        assertRefused(() -> await(node.moderators.changeRole("solo@example.org", "solo", Role.READER, false)));
        assertRefused(() -> await(node.moderators.add("solo@example.org", List.of("solo"), Role.READER)));
        assertRefused(() -> await(node.moderators.remove("solo@example.org", "solo", false)));
        assertRefused(() -> await(node.moderators.remove("solo@example.org", false)));
        assertThat(await(node.moderators.list()))
                .contains(new Moderators.Listed("solo@example.org", Map.of("solo", Role.OWNER)));
        await(node.moderators.changeRole("solo@example.org", "solo", Role.READER, true));
        node.moderator("second@example.org", Role.OWNER, "solo");
        await(node.moderators.remove("solo@example.org", false));
        assertThat(node.count("SELECT count(*) FROM moderators WHERE email = 'solo@example.org'"))
                .isZero();
    }

    @Test
    void owners_whoLeaveAtOnceLeaveOneBehind() {
        var site = node.site("duo");
        node.moderator("one@example.org", Role.OWNER, "duo");
        node.moderator("two@example.org", Role.OWNER, "duo");
        await(Future.join(
                        node.moderators.changeRole("one@example.org", "duo", Role.READER, false),
                        node.moderators.changeRole("two@example.org", "duo", Role.READER, false))
                .otherwiseEmpty());
        assertThat(node.count("SELECT count(*) FROM moderator_sites WHERE site_id = $1 AND role = 'owner'", site))
                .isOne();
    }

    @Test
    void changeRole_needsARoleOnThatSite() {
        node.moderator("only@example.org", Role.READER, "plage");
        assertRefused(() -> await(node.moderators.changeRole("only@example.org", "ville", Role.READER, false)));
        assertRefused(() -> await(node.moderators.remove("only@example.org", "ville", false)));
    }

    @Test
    void settings_thatAreSetAtOnceAreAllKept() {
        node.site("settings");
        await(Future.all(
                node.sites.set("settings", Map.of("publishedKeepDays", "90")),
                node.sites.set("settings", Map.of("spamKeepDays", "300")),
                node.sites.set("settings", Map.of("verification", "on"))));
        var stored = node.sql("SELECT settings::text AS settings FROM sites WHERE key = 'settings'")
                .iterator()
                .next()
                .getString("settings");
        assertThat(stored).contains("publishedKeepDays", "spamKeepDays", "verification");
    }

    @Test
    void roles_readAndDecideEachOnTheirSites() {
        var caller = new Principal(
                UUID.randomUUID(), "a@example.org", "fr", Map.of(1, Role.READER, 2, Role.MODERATOR, 3, Role.OWNER));
        assertThat(caller.sites()).containsExactly(1, 2, 3);
        assertThat(List.of(caller.canRead(1), caller.canRead(2), caller.canRead(3), caller.canRead(4)))
                .containsExactly(true, true, true, false);
        assertThat(List.of(caller.canDecide(1), caller.canDecide(2), caller.canDecide(3), caller.canDecide(4)))
                .containsExactly(false, true, true, false);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
}
