package dev.palabre.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.site.Settings.PublicName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    private static final Set<String> CATALOGUE = new LinkedHashSet<>(List.of("audience", "media"));

    @Test
    void defaults_areRightForMost() {
        var settings = Settings.of(Map.of());
        assertThat(settings.required()).containsExactlyInAnyOrder("lastName", "firstName", "email");
        assertThat(settings.moderation()).isEqualTo(Settings.Moderation.BEFORE);
        assertThat(settings.purposes()).isEmpty();
        assertThat(settings.publicName()).isEqualTo(PublicName.FULL);
    }

    @Test
    void keep_isEndedByDefaultForAllButWhatIsOnline() {
        assertThat(Settings.of(Map.of()).keep())
                .isEqualTo(new RetentionPeriods(7, 30, 30, 180, 30, 365, 0, 1_095, 365, 365));
        assertThat(Settings.of(Map.of("spamKeepDays", "3")).keep().spam()).isEqualTo(3);
    }

    @Test
    void settings_thatPassTheCheckCanBeRead() {
        var texts = new HashMap<>(Map.of(
                "locale", "en",
                "timezone", "Africa/Dakar",
                "required", "",
                "publicName", "firstInitial",
                "moderation", "after",
                "purposes", "audience, media",
                "textMax", "500",
                "pageSize", "100"));
        assertThat(Settings.problems(texts, CATALOGUE)).isEmpty();
        var settings = Settings.of(texts);
        assertThat(settings.publicName()).isEqualTo(PublicName.FIRST_INITIAL);
        assertThat(settings.required()).isEmpty();
        assertThat(settings.purposes()).containsExactly("audience", "media");
    }

    @ParameterizedTest
    @CsvSource({
        "locale, de",
        "timezone, Mars/Olympus",
        "required, phone",
        "publicName, nick",
        "moderation, never",
        "textMax, 0",
        "textMax, 100001",
        "textMax, x",
        "pageSize, 101",
        "pageSize, -1",
        "pendingKeepDays, 0",
        "consentKeepDays, 181",
        "linksMax, 99999999999",
        "notice, javascript:alert(1)",
        "controller, ' '"
    })
    void setting_thatCannotBeIsToldWithWhatItTakes(String name, String value) {
        assertThat(Settings.problems(Map.of(name, value), CATALOGUE))
                .containsExactly(name + " takes " + Settings.NAMES.get(name));
    }

    @Test
    void purpose_thatTheCatalogueLacksIsToldWithThoseThatThereAre() {
        assertThat(Settings.problems(Map.of("purposes", "audience,Ads!"), CATALOGUE))
                .containsExactly("Ads! is no purpose of the catalogue; there are: audience, media");
        assertThat(Settings.problems(Map.of("purposes", ""), CATALOGUE)).isEmpty();
    }

    @Test
    void settings_areToldAllAtOnce() {
        assertThat(Settings.problems(Map.of("locale", "x", "textMax", "x", "colour", "blue"), CATALOGUE))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example",
                "http://localhost:8000",
                "https://[::1]:8443",
                "https://xn--bcher-kva.example"
            })
    void origin_isWrittenAsBrowsersSendIt(String origin) {
        assertThat(Origins.isOrigin(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "*",
                "https://",
                "https://a.example/",
                "https://A.example",
                "https://a.example:443",
                "http://a.example:80",
                "https://a.example:0",
                "https://a.example:65536",
                "https://a.example:",
                "ftp://a.example",
                "https://user@a.example",
                "https://a example",
                "https://*.example.org",
                "https://a.example,https://b.example",
                "https://a.example\n",
                "https://é.example"
            })
    void origin_ofAnotherSpellingIsNone(String origin) {
        assertThat(Origins.isOrigin(origin)).isFalse();
    }
}
