package dev.palabre.auth;

import static dev.palabre.testing.ModerationServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class PasswordsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Passwords PASSWORDS = new Passwords(VERTX);

    @AfterAll
    static void stop() {
        await(VERTX.close());
    }

    @Test
    void hash_isArgon2idWithTheCostsOfThePlanAndASaltOfItsOwn() {
        var hash = await(PASSWORDS.hash("bonjour"));
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("bonjour");
        assertThat(await(PASSWORDS.hash("bonjour"))).isNotEqualTo(hash);
    }

    @Test
    void matches_acceptsThePasswordAndNoOther() {
        var hash = await(PASSWORDS.hash("naïve ☕"));
        assertThat(await(PASSWORDS.matches("naïve ☕", hash))).isTrue();
        assertThat(await(PASSWORDS.matches("naive ☕", hash))).isFalse();
        assertThat(await(PASSWORDS.matches("", hash))).isFalse();
    }

    @Test
    void matchesNobody_isFalse() {
        assertThat(await(PASSWORDS.matchesNobody("bonjour"))).isFalse();
        assertThat(await(PASSWORDS.matchesNobody(""))).isFalse();
    }

    @Test
    void isOutdated_tellsOtherCosts() {
        assertThat(Passwords.isOutdated("$argon2id$v=19$m=65536,t=3,p=1$AAAA$AAAA"))
                .isTrue();
        assertThat(Passwords.isOutdated(await(PASSWORDS.hash("x")))).isFalse();
    }

    @Test
    void generate_isReadableLongAndNeverTheSame() {
        var made = Stream.generate(Passwords::generate).limit(500).toList();
        assertThat(made)
                .doesNotHaveDuplicates()
                .allMatch(password -> password.matches("([0-9a-hj-km-np-tv-z]{5}-){3}[0-9a-hj-km-np-tv-z]{5}"));
    }

    @Test
    void hash_refusesMoreThanAFewThatWait() {
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(PASSWORDS.hash("bonjour"));
        }
        await(Future.join(all).otherwiseEmpty());
        assertThat(all.stream().filter(Future::succeeded)).hasSize(18);
        assertThat(all.stream().filter(Future::failed).map(Future::cause)).allMatch(Problem.class::isInstance);
        assertThat(await(PASSWORDS.hash("bonjour"))).isNotEmpty();
    }
}
