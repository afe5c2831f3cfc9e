package dev.palabre.consent.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.PolicyTest;
import dev.palabre.template.Messages;
import dev.palabre.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each rule, named after the item of the law that it holds: a lawful file with one thing changed. */
final class PolicyLintTest {
    private static final Messages MESSAGES = new Messages();
    private static final String LAWFUL = """
            {"layout": "bar", "consentMode": false,
             "purposes": [
              {"key": "mesure", "basis": "consent", "signals": ["analytics_storage"], "traces": [],
               "services": [
                {"key": "matomo", "name": "Matomo", "controller": "Le Soir", "data": "pages lues", "transfer": "",
                 "privacyUrl": "https://soir.example/vie-privee", "days": 390,
                 "traces": [{"name": "_pk_id*", "storage": "cookie", "domain": "", "days": 390, "httpOnly": false}]}]}],
             "wording": {
              "fr": {"purpose.mesure.title": "Mesure d’audience",
                     "purpose.mesure.description": "compter les visites et savoir quelles pages sont lues."},
              "en": {"purpose.mesure.title": "Audience measurement",
                     "purpose.mesure.description": "count the visits and know which pages are read.",
                     "service.matomo.data": "pages read"}}}
            """;

    private record Row(String name, String lawful, String unlawful, LintRule rule, String path) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        var service = "purposes[0].services[0]";
        var trace = service + ".traces[0]";
        var title = "wording.fr[purpose.mesure.title]";
        var more = "\"fr\": {\"";
        return Stream.of(
                row(
                        "L8_titleMissing",
                        "\"purpose.mesure.title\": \"Mesure d’audience\",",
                        "",
                        LintRule.WORDING_MISSING,
                        title),
                row(
                        "L19_notTranslated",
                        "\"en\": {\"purpose.mesure.title\": \"Audience measurement\",",
                        "\"en\": {",
                        LintRule.WORDING_NOT_TRANSLATED,
                        "wording.en[purpose.mesure.title]"),
                row(
                        "L19_serviceNotTranslated",
                        "\"service.matomo.data\"",
                        "\"service.matomo.transfer\"",
                        LintRule.WORDING_NOT_TRANSLATED,
                        "wording.en[service.matomo.data]"),
                row(
                        "L19_serviceInAnotherLanguage",
                        "\"pages lues\"",
                        "\"the pages that you read and the time of the visit\"",
                        LintRule.WORDING_IN_ANOTHER_LANGUAGE,
                        "services[matomo].data"),
                row(
                        "L8_titleSaysNothing",
                        "\"Mesure d’audience\"",
                        "\"Cookies nécessaires\"",
                        LintRule.PURPOSE_GENERIC,
                        title),
                row(
                        "L10_textEmptied",
                        more,
                        more + "banner.consequence\": \" \", \"",
                        LintRule.WORDING_BLANK,
                        "wording.fr[banner.consequence]"),
                row(
                        "L9_siteUnnamed",
                        more,
                        more + "banner.lead\": \"Des cookies servent à :\", \"",
                        LintRule.SITE_UNNAMED,
                        "wording.fr[banner.lead]"),
                row(
                        "L11_refusalMissing",
                        more,
                        more + "banner.necessary\": \"\", \"",
                        LintRule.REFUSAL_MISSING,
                        "wording.fr[banner.necessary]"),
                row(
                        "L14_refusalHedged",
                        more,
                        more + "banner.necessary\": \"Je décline les finalités non essentielles\", \"",
                        LintRule.REFUSAL_HEDGED,
                        "wording.fr[banner.necessary]"),
                row(
                        "L14_refusalWithoutSayingSo",
                        more,
                        more + "banner.necessary\": \"Continuer\", \"",
                        LintRule.REFUSAL_HEDGED,
                        "wording.fr[banner.necessary]"),
                row(
                        "L12_acceptIsLouder",
                        more,
                        more + "banner.all\": \"TOUT ACCEPTER\", \"",
                        LintRule.BUTTONS_UNEQUAL,
                        "wording.fr[banner.necessary]"),
                row(
                        "L12_acceptIsLonger",
                        more,
                        more + "detail.all\": \"Tout accepter et profiter du site entier\", \"",
                        LintRule.BUTTONS_UNEQUAL,
                        "wording.fr[detail.necessary]"),
                row(
                        "L19_anotherLanguage",
                        "\"compter les visites et savoir quelles pages sont lues.\"",
                        "\"count the visits to the pages that you read with us\"",
                        LintRule.WORDING_IN_ANOTHER_LANGUAGE,
                        "wording.fr[purpose.mesure.description]"),
                row(
                        "L33_dissuasion",
                        more,
                        more + "detail.lead\": \"Dommage, vous perdrez des contenus.\", \"",
                        LintRule.WORDING_DISSUASIVE,
                        "wording.fr[detail.lead]"),
                row(
                        "L19_promise",
                        "count the visits and",
                        "give you the best experience and",
                        LintRule.WORDING_DISSUASIVE,
                        "wording.en[purpose.mesure.description]"),
                row(
                        "L19_countdown",
                        more,
                        more + "banner.heading\": \"Plus que 10 secondes\", \"",
                        LintRule.WORDING_URGENT,
                        "wording.fr[banner.heading]"),
                row(
                        "L24_termsBundled",
                        more,
                        more + "banner.more\": \"J’accepte les CGU\", \"",
                        LintRule.TERMS_BUNDLED,
                        "wording.fr[banner.more]"),
                row(
                        "wordingShownNowhere",
                        more,
                        more + "banner.titel\": \"x\", \"",
                        LintRule.WORDING_SHOWN_NOWHERE,
                        "wording.fr[banner.titel]"),
                row(
                        "L16_preTicked",
                        "\"key\": \"matomo\",",
                        "\"key\": \"matomo\", \"checked\": true,",
                        LintRule.PRE_TICKED,
                        service + ".checked"),
                row(
                        "L16_grantedByDefault",
                        "\"basis\": \"consent\",",
                        "\"default\": \"granted\",",
                        LintRule.PRE_TICKED,
                        "purposes[0].default"),
                row(
                        "L28_memoryOfItsOwn",
                        "\"layout\": \"bar\",",
                        "\"validDays\": 365,",
                        LintRule.MEMORY_SET,
                        "validDays"),
                row(
                        "L28_yesAndNoApart",
                        "\"layout\": \"bar\",",
                        "\"memory\": {\"yes\": 395, \"no\": 1},",
                        LintRule.MEMORY_UNEQUAL,
                        "memory"),
                row(
                        "L28_refusalForgottenSooner",
                        "\"layout\": \"bar\",",
                        "\"reject_days\": 1,",
                        LintRule.MEMORY_UNEQUAL,
                        "reject_days"),
                row(
                        "L8_anotherBasis",
                        "\"basis\": \"consent\"",
                        "\"basis\": \"legitimate interest\"",
                        LintRule.BASIS_NOT_CONSENT,
                        "purposes[0].basis"),
                row(
                        "L23_serviceWithoutName",
                        "\"name\": \"Matomo\"",
                        "\"name\": \"\"",
                        LintRule.SERVICE_WITHOUT_NAME,
                        service + ".name"),
                row(
                        "L23_serviceWithoutController",
                        "\"controller\": \"Le Soir\",",
                        "",
                        LintRule.SERVICE_WITHOUT_CONTROLLER,
                        service + ".controller"),
                row(
                        "L23_serviceWithoutDays",
                        "\"days\": 390,\n",
                        "\"days\": 0,\n",
                        LintRule.SERVICE_WITHOUT_DAYS,
                        service + ".days"),
                row(
                        "L23_thirdPartyWithoutPolicy",
                        "\"controller\": \"Le Soir\", \"data\": \"pages lues\", \"transfer\": \"\",\n     \"privacyUrl\": \"https://soir.example/vie-privee\"",
                        "\"controller\": \"InnoCraft\", \"privacyUrl\": \"\"",
                        LintRule.SERVICE_WITHOUT_PRIVACY_LINK,
                        service + ".privacyUrl"),
                row(
                        "L23_ownServiceWithoutPolicy",
                        "https://soir.example/vie-privee",
                        "",
                        LintRule.OWN_SERVICE_WITHOUT_PRIVACY_LINK,
                        service + ".privacyUrl"),
                row(
                        "L23_policyThatDoesNotOpen",
                        "https://soir.example/vie-privee",
                        "javascript:alert(1)",
                        LintRule.PRIVACY_LINK_BROKEN,
                        service + ".privacyUrl"),
                row(
                        "L23_transferUnnamed",
                        "\"controller\": \"Le Soir\"",
                        "\"controller\": \"Google LLC\"",
                        LintRule.TRANSFER_UNNAMED,
                        service + ".transfer"),
                row(
                        "L30_dataOver25Months",
                        "\"days\": 390,\n",
                        "\"days\": 762,\n",
                        LintRule.DATA_TOO_LONG,
                        service + ".days"),
                row(
                        "L30_traceOver13Months",
                        "\"days\": 390, \"httpOnly\"",
                        "\"days\": 396, \"httpOnly\"",
                        LintRule.TRACE_TOO_LONG,
                        trace + ".days"),
                row("L34_traceWithoutName", "_pk_id*", "", LintRule.TRACE_WITHOUT_NAME, trace + ".name"),
                row("L34_traceThatNamesEverything", "_pk_id*", "*", LintRule.TRACE_TOO_BROAD, trace + ".name"),
                row("L34_traceOfTheChoiceItself", "_pk_id*", "palabre_consent", LintRule.TRACE_OURS, trace + ".name"),
                row(
                        "L18_windowOverThePage",
                        "\"layout\": \"bar\"",
                        "\"layout\": \"modal\"",
                        LintRule.LAYOUT_MODAL,
                        "layout"),
                row("L38_badKey", "\"key\": \"matomo\"", "\"key\": \"Matomo 5\"", LintRule.BAD_KEY, service + ".key"),
                row(
                        "L38_serviceNamedLikePurpose",
                        "\"key\": \"matomo\"",
                        "\"key\": \"mesure\"",
                        LintRule.SERVICE_NAMED_LIKE_PURPOSE,
                        service + ".key"),
                row(
                        "L21_purposeTwice",
                        "\"purposes\": [",
                        "\"purposes\": [{\"key\": \"mesure\"},",
                        LintRule.DOUBLED_KEY,
                        "purposes[1].key"),
                row(
                        "L23_purposeWithoutServices",
                        "\"purposes\": [",
                        "\"purposes\": [{\"key\": \"audience\"},",
                        LintRule.PURPOSE_WITHOUT_SERVICES,
                        "purposes[0].services"),
                row(
                        "signalUnknown",
                        "analytics_storage",
                        "analytics",
                        LintRule.SIGNAL_UNKNOWN,
                        "purposes[0].signals[0]"),
                row(
                        "modeWithoutSignals",
                        "\"consentMode\": false,",
                        "\"consentMode\": true,",
                        LintRule.MODE_WITHOUT_SIGNALS,
                        "consentMode"),
                row("fieldUnknown", "\"layout\": \"bar\",", "\"theme\": \"dark\",", LintRule.FIELD_UNKNOWN, "theme"),
                row("fileBroken", "\"layout\"", "layout", LintRule.FILE_BROKEN, ""),
                row("fieldMissing", "\"storage\": \"cookie\",", "", LintRule.FIELD_MISSING, trace + ".storage"),
                row(
                        "fieldOfAnotherKind",
                        "\"storage\": \"cookie\"",
                        "\"storage\": \"flash\"",
                        LintRule.FIELD_OF_ANOTHER_KIND,
                        trace + ".storage"),
                row("fieldTooLong", "pages lues", "x".repeat(1_001), LintRule.FIELD_TOO_LONG, service + ".data"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void rule_findsWhatIsUnlawful(Row row) {
        var changed = LAWFUL.replace(row.lawful(), row.unlawful());
        if (row.rule() == LintRule.MODE_WITHOUT_SIGNALS) {
            changed = changed.replace("\"analytics_storage\"", "");
        }
        assertThat(changed).isNotEqualTo(LAWFUL);
        assertThat(lint(changed))
                .extracting(Finding::rule, Finding::path)
                .contains(org.assertj.core.groups.Tuple.tuple(row.rule(), row.path()));
    }

    @Test
    void lawful_isFoundToBeSo() {
        assertThat(lint(LAWFUL)).isEmpty();
    }

    @Test
    void rules_areAllInTheTable() {
        // A language without words is tried in LintWordsTest.
        var apart = List.of(LintRule.NO_PURPOSES, LintRule.CONTROLLER_MISSING, LintRule.WORDING_UNCHECKED);
        var tested = rows().map(Row::rule).collect(Collectors.toSet());
        assertThat(Arrays.stream(LintRule.values()).filter(rule -> !apart.contains(rule)))
                .allMatch(tested::contains);
    }

    @Test
    void L1_aPolicyThatAsksNothingMayBePublishedAndIsWarnedAbout() {
        var findings = lint("{}");
        assertThat(findings).extracting(Finding::rule).containsExactly(LintRule.NO_PURPOSES);
        assertThat(Finding.refuses(findings)).isFalse();
    }

    @Test
    void L9_aSiteThatNamesNoControllerIsWarned() {
        var site = PolicyTest.site("Le Soir", "https://soir.example", "", null, null);
        assertThat(lint(PolicyFile.read(LAWFUL).source(), site))
                .extracting(Finding::rule)
                .containsExactly(LintRule.CONTROLLER_MISSING);
    }

    @Test
    void catalogue_mayBePublished() {
        var site =
                PolicyTest.site("Le Soir", "https://soir.example", "audience,media,preferences,ads", "Le Soir", null);
        assertThat(lint(PolicyDefinition.of(site), site))
                .extracting(Finding::rule)
                .containsOnly(LintRule.PURPOSE_WITHOUT_SERVICES);
    }

    @Test
    void ourOwnWords_keepTheirOwnRules() {
        for (var lang : Messages.LANGUAGES) {
            Policy.WORDS.forEach(room -> MESSAGES.below(lang, "consent." + room).forEach((key, text) -> {
                assertThat(LintWords.dissuasion(lang, text)).as(text).isEmpty();
                assertThat(LintWords.urgency(lang, text)).as(text).isEmpty();
                assertThat(LintWords.terms(lang, text)).as(text).isEmpty();
                assertThat(LintWords.otherLanguage(lang, text)).as(text).isEmpty();
            }));
        }
    }

    @Test
    void sentences_sayWhyInEveryLanguage() {
        for (var rule : LintRule.values()) {
            for (var lang : Messages.LANGUAGES) {
                var sentence = new Finding(rule, "", "x").sentence(MESSAGES, lang);
                assertThat(sentence).as(rule.code()).endsWith(rule.article().isEmpty() ? "." : ").");
            }
        }
    }

    @Test
    void example_ofTheDocumentationMayBePublished() throws IOException {
        var document = Files.readString(Path.of("docs/configuration.md"));
        var begin = document.indexOf("```json") + "```json".length();
        assertThat(lint(document.substring(begin, document.indexOf("```", begin))))
                .isEmpty();
    }

    @Test
    void file_thatIsNoDocumentIsRefused() {
        for (var text : List.of("", "null", "[]", "1", "{} {}", "{\"layout\": \"bar\", \"layout\": \"box\"}")) {
            assertThat(PolicyFile.read(text).findings())
                    .as(text)
                    .extracting(Finding::rule)
                    .containsExactly(LintRule.FILE_BROKEN);
        }
        assertThat(PolicyFile.read("{\"purposes\": null, \"wording\": {\"fr\": 1}}")
                        .findings())
                .extracting(Finding::path)
                .containsExactly("purposes", "wording.fr");
    }

    @Test
    void file_comesBackAsItWent() {
        var source = PolicyFile.read(LAWFUL).source();
        assertThat(PolicyFile.read(CanonicalJson.text(source.document())).source())
                .isEqualTo(source);
    }

    private static Row row(String name, String lawful, String unlawful, LintRule rule, String path) {
        return new Row(name, lawful, unlawful, rule, path);
    }

    private static List<Finding> lint(String json) {
        var read = PolicyFile.read(json);
        return read.findings().isEmpty()
                ? lint(read.source(), PolicyTest.site("Le Soir", "https://soir.example", "", "Le Soir", null))
                : read.findings();
    }

    private static List<Finding> lint(PolicyDefinition source, dev.palabre.site.Site site) {
        return new PolicyLint(MESSAGES).findings(source, site, Policy.of(site, source, "bundle", MESSAGES));
    }
}
