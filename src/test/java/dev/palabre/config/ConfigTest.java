package dev.palabre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigTest {
    private static final String SECRET = "bmV3IHNlY3JldCwgMzIgYnl0ZXMgb3IgbW9yZSBvZiBpdA==";

    @Test
    void defaults_stand() {
        var config = Config.read(Map.of(), Map.of());
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.database()).isNull();
        assertThat(config.secret()).isNull();
    }

    @Test
    void argument_goesBeforeTheEnvironment() {
        var environment = Map.of("PALABRE_PORT", "1234", "PALABRE_HOST", "127.0.0.2");
        var config = Config.read(Map.of(Option.PORT, "4321"), environment);
        assertThat(config.port()).isEqualTo(4321);
        assertThat(config.host()).isEqualTo("127.0.0.2");
    }

    @Test
    void mistakes_areToldAllAtOnceAndNeverASecret() {
        var environment = Map.of(
                "PALABRE_PORT", "99999",
                "PALABRE_PUBLIC_URL", "http://comments.example.org",
                "PALABRE_SECRET", "too-short-a-secret",
                "PALABRE_DATABASE_URL", "mysql://u:the-password@h/d",
                "PALABRE_SMTP_URL", "http://u:the-password@h",
                "PALABRE_LIMITS_SUBMIT", "often",
                "PALABRE_TRUSTED_PROXIES", "0.0.0.0/0",
                "PALABRE_ACCESS_LOG", "maybe");
        assertThatThrownBy(() -> Config.read(Map.of(), environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(environment.keySet().toArray(CharSequence[]::new))
                .hasMessageNotContaining("too-short-a-secret")
                .hasMessageNotContaining("the-password");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PALABRE_PUBLIC_URL|http://comments.example.org",
                "PALABRE_PUBLIC_URL|ftp://localhost",
                "PALABRE_PUBLIC_URL|comments.example.org",
                "PALABRE_PUBLIC_URL|https://user@comments.example.org",
                "PALABRE_PUBLIC_URL|https://comments.example.org/?a",
                "PALABRE_PUBLIC_URL|https://comments.example.org/%%",
                "PALABRE_LIMITS_READ|-1/m",
                "PALABRE_LIMITS_BODY|0",
                "PALABRE_HOST|0.0.0.0",
                "PALABRE_DATABASE_DIRECT_URL|postgresql://u:p@h:5432/d"
            })
    void option_thatIsUnsafeOrNoneIsRefused(String name, String value) {
        assertThatThrownBy(() -> Config.read(Map.of(), Map.of(name, value))).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://x.example:443, https://x.example",
        "HTTPS://X.Example:443/Palabre, https://x.example/Palabre",
        "https://x.example:8443, https://x.example:8443",
        "https://x.example:80/, https://x.example:80/",
        "http://LOCALHOST:80, http://localhost",
        "http://[::1]:80, http://[::1]"
    })
    void publicUrl_isSpeltAsBrowsersSpellIt(String given, String spelt) {
        assertThat(Config.read(Map.of(Option.PUBLIC_URL, given), Map.of()).publicUrl())
                .hasToString(spelt);
    }

    @Test
    void secret_isReadFromAFileToo(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        var config = Config.read(Map.of(), Map.of("PALABRE_SECRET_FILE", file.toString()));
        assertThat(config.secret()).isNotNull();
        assertThatThrownBy(() -> Config.read(Map.of(), Map.of("PALABRE_SECRET_FILE", folder + "/none")))
                .hasMessageContaining("PALABRE_SECRET_FILE");
        assertThat(Config.read(Map.of(), Map.of("PALABRE_PORT_FILE", file.toString()))
                        .port())
                .isEqualTo(8080);
    }

    @Test
    void configuration_doesNotPrintItsSecrets() {
        var config = Config.read(
                Map.of(),
                Map.of(
                        "PALABRE_SECRET", SECRET,
                        "PALABRE_DATABASE_URL", "postgresql://user:the-password@localhost:5432/name",
                        "PALABRE_SMTP_URL", "smtps://user:the-password@localhost",
                        "PALABRE_MAIL_FROM", "a@example.org"));
        assertThat(config.toString()).doesNotContain(SECRET, "the-password");
    }
}
