package dev.palabre.privacy.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.privacy.notice.Notice.Row;
import dev.palabre.site.SampleSite;
import dev.palabre.template.Messages;
import dev.palabre.text.CanonicalJson;
import dev.palabre.text.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoticeTest {
    private static final Messages MESSAGES = new Messages();

    @Test
    void version_isTheDigestOfTheWholeDocument() {
        var notice = of(Map.of());
        assertThat(notice.version()).matches("[0-9a-f]{64}").isEqualTo(CanonicalJson.hex(notice.document()));
        assertThat(of(Map.of()).version()).isEqualTo(notice.version());
        var again = Json.object(CanonicalJson.text(notice.document()));
        assertThat(CanonicalJson.hex(again)).isEqualTo(notice.version());
    }

    @Test
    void version_isAnotherWhateverChangesOfWhatReadersAreTold() {
        var versions = new HashSet<String>();
        versions.add(of(Map.of()).version());
        Map.ofEntries(
                        Map.entry("controller", "Mairie de Dakar"),
                        Map.entry("contact", "dpo@dakar.example"),
                        Map.entry("basis", "task"),
                        Map.entry("authority", "CDP"),
                        Map.entry("authorityUrl", "https://www.cdp.sn/"),
                        Map.entry("notice", "https://dakar.example/notice"),
                        Map.entry("publicName", "first"),
                        Map.entry("required", "email"),
                        Map.entry("verification", "trust"),
                        Map.entry("follow", "off"),
                        Map.entry("pendingKeepDays", "31"),
                        Map.entry("publishedKeepDays", "365"),
                        Map.entry("emailKeepDays", "30"))
                .forEach((name, value) -> versions.add(of(Map.of(name, value)).version()));
        versions.add(Notice.of(SampleSite.of("Une autre", Map.of()), MESSAGES).version());
        assertThat(versions).hasSize(15);
    }

    @Test
    void version_staysWhereASettingChangesNothingOfIt() {
        assertThat(of(Map.of("textMax", "500", "pageSize", "10", "linksMax", "0"))
                        .version())
                .isEqualTo(of(Map.of()).version());
    }

    @Test
    void brief_saysAllThatTheLawWantsBesideTheForm() {
        var brief = brief(of(Map.of("controller", "LSI", "contact", "rgpd@lsi.example")), "fr");
        assertThat(brief)
                .contains(
                        "LSI utilise vos données pour modérer et publier",
                        "intérêt légitime",
                        "Sans les champs marqués d’un *",
                        "tant que le site le publie",
                        "adresse e-mail 3 ans après",
                        "loi n° 78-17 du 6 janvier 1978",
                        "vous opposer",
                        "(en France, la CNIL)",
                        "rgpd@lsi.example")
                .doesNotContain("{", "}");
    }

    @Test
    void brief_namesTheTaskAndTheAuthorityOfASiteThatHasThem() {
        var notice = of(Map.of("basis", "task", "authority", "CDP", "publishedKeepDays", "90"));
        assertThat(brief(notice, "fr")).contains("mission d’intérêt public", "(CDP)", "en ligne 90 jours");
        assertThat(brief(notice, "en")).contains("task in the public interest", "(CDP)", "online for 90 days");
    }

    @Test
    void words_areWholeInEveryLanguage() {
        for (var lang : Messages.LANGUAGES) {
            var words = of(Map.of()).words(lang);
            assertThat(words.sections()).hasSize(8);
            assertThat(Json.text(words)).doesNotContain("{count}", "{period}", "{site}", "{authority}");
        }
    }

    @Test
    void words_ofALanguageThatAVersionHasNotAreThoseOfTheFirst() {
        var notice = of(Map.of());
        assertThat(notice.words("wo")).isEqualTo(notice.words("fr"));
    }

    @Test
    void sections_sayWhichFieldsAreAskedAndForHowLongWhatIsKept() {
        var rows = of(Map.of("required", "email", "pendingKeepDays", "1", "publishedKeepDays", "730"))
                .words("fr")
                .sections()
                .stream()
                .flatMap(section -> section.table().rows().stream())
                .collect(Collectors.toMap(Row::what, Row::value, (field, kept) -> field + ", " + kept));
        assertThat(rows)
                .containsEntry("Commentaire", "obligatoire")
                .containsEntry(
                        "Adresse e-mail",
                        "obligatoire, 3 ans après votre dernier commentaire ou votre dernière démarche")
                .containsEntry("Nom", "facultatif")
                .containsEntry("Prénom", "facultatif")
                .containsEntry("Commentaire en attente de modération", "1 jour")
                .containsEntry("Commentaire en ligne", "2 ans")
                .doesNotContainKey("Commentaire qui attend que vous confirmiez votre adresse");
        assertThat(Json.text(of(Map.of("verification", "on")).words("fr")))
                .contains("que vous confirmiez votre adresse");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1 jour, 1 day",
        "30, 30 jours, 30 days",
        "180, 180 jours, 180 days",
        "364, 364 jours, 364 days",
        "365, 1 an, 1 year",
        "366, 366 jours, 366 days",
        "1095, 3 ans, 3 years"
    })
    void periods_areYearsOnlyWhereTheyAreToTheDay(int days, String fr, String en) {
        assertThat(new Periods(MESSAGES, "fr").of(days)).isEqualTo(fr);
        assertThat(new Periods(MESSAGES, "en").of(days)).isEqualTo(en);
    }

    private static String brief(Notice notice, String lang) {
        var words = notice.words(lang);
        return String.join(" ", words.brief()) + " " + words.rights();
    }

    private static Notice of(Map<String, String> settings) {
        return Notice.of(SampleSite.of("Le Soir", settings), MESSAGES);
    }
}
