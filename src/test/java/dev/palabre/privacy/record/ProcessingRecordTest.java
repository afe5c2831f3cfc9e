package dev.palabre.privacy.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.privacy.record.ProcessingRecord.Activity;
import dev.palabre.privacy.record.ProcessingRecord.Entry;
import dev.palabre.site.SampleSite;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

final class ProcessingRecordTest {
    private static final Messages MESSAGES = new Messages();
    private static final Templates TEMPLATES = new Templates(MESSAGES, ProcessingRecords.TEMPLATES);
    private static final Instant NOW = Instant.parse("2026-11-25T18:41:51Z");

    @Test
    void register_ofANewSiteGuessesNothing() {
        var register = of(Map.of(), List.of(), "fr");
        assertThat(register.parties())
                .filteredOn(entry -> entry.open() != null)
                .extracting(Entry::label)
                .contains(
                        "Responsable",
                        "Adresse",
                        "Contact pour les données",
                        "Délégué à la protection des données",
                        "Autorité de contrôle");
        assertThat(register.activities()).hasSize(6).allSatisfy(activity -> {
            assertThat(entry(activity, "Finalité").text()).isNotBlank();
            assertThat(entry(activity, "Base légale").text()).contains("article 6");
            assertThat(entry(activity, "Transferts hors de l’Union").open()).isNotBlank();
            assertThat(activity.periods()).isNotEmpty();
        });
    }

    @Test
    void L62_registerIsFilledInFromTheSettings() {
        var settings = Map.ofEntries(
                Map.entry("controller", "Mairie de Dakar"),
                Map.entry("contact", "dpo@dakar.example"),
                Map.entry("authority", "CDP"),
                Map.entry("basis", "task"),
                Map.entry("required", "email"),
                Map.entry("verification", "on"),
                Map.entry("pendingKeepDays", "12"),
                Map.entry("consentKeepDays", "730"));
        var register = of(settings, List.of("Mesure d’audience"), "fr");
        assertThat(register.parties())
                .contains(
                        Entry.known("Responsable", "Mairie de Dakar"),
                        Entry.known("Contact pour les données", "dpo@dakar.example"),
                        Entry.known("Autorité de contrôle", "CDP"));
        assertThat(register.activities()).hasSize(7);
        assertThat(entry(register.activities().get(0), "Base légale").text()).contains("Mission d’intérêt public");
        assertThat(entry(register.activities().get(0), "Catégories de données").text())
                .contains("obligatoires : commentaire, adresse e-mail.", "facultatifs : nom, prénom.");
        assertThat(periods(register))
                .containsEntry("Commentaire en attente de modération", "12 jours")
                .containsEntry("Commentaire qui attend que vous confirmiez votre adresse", "7 jours")
                .containsEntry("Preuve d’un choix", "2 ans");
        assertThat(entry(register.activities().get(3), "Base légale").text()).contains("intérêt public");
        assertThat(entry(register.activities().get(4), "Base légale").text()).contains("article 12, paragraphe 3");
        assertThat(entry(register.activities().get(5), "Base légale").text()).contains("Consentement");
        assertThat(entry(register.activities().get(6), "Finalité").text()).contains("Mesure d’audience");
        assertThat(entry(register.activities().get(6), "Base légale").text()).contains("prouver le consentement");
    }

    @Test
    void text_saysAllOfItInPlainLines() {
        var text = ProcessingRecords.text(of(Map.of("controller", "L’<Écho> & fils"), List.of(), "fr"), TEMPLATES);
        assertThat(text)
                .startsWith("Registre des activités de traitement – Le Soir\n")
                .contains("Établi le 25 novembre 2026", "    L’<Écho> & fils\n", "[À compléter : ", "## Modération\n")
                .doesNotContain("&amp;", "<li>", "{{", "\n\n\n\n");
    }

    @Test
    void page_escapesAndNeedsNothingElse() {
        var page = ProcessingRecords.page(of(Map.of("controller", "<b>x</b>"), List.of(), "en"), TEMPLATES);
        var document = Jsoup.parse(page);
        assertThat(document.select("html").attr("lang")).isEqualTo("en");
        assertThat(document.select("b, script, link, img")).isEmpty();
        assertThat(document.text()).contains("<b>x</b>", "Record of processing activities", "To be completed:");
        assertThat(document.select("table")).hasSize(6).allMatch(table -> !table.select("caption")
                .isEmpty());
        assertThat(document.select("th")).allMatch(th -> th.hasAttr("scope"));
    }

    private static ProcessingRecord of(Map<String, String> settings, List<String> purposes, String lang) {
        return new ProcessingRecordWriter(SampleSite.of("Le Soir", settings), purposes, MESSAGES, lang).register(NOW);
    }

    private static Entry entry(Activity activity, String label) {
        return activity.entries().stream()
                .filter(entry -> entry.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> periods(ProcessingRecord register) {
        return register.activities().stream()
                .flatMap(activity -> activity.periods().stream())
                .flatMap(
                        entry -> entry.text() == null ? Stream.of() : Stream.of(Map.entry(entry.label(), entry.text())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, same) -> first));
    }
}
