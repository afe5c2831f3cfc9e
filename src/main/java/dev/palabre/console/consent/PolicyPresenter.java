package dev.palabre.console.consent;

import dev.palabre.auth.Principal;
import dev.palabre.auth.Role;
import dev.palabre.consent.lint.Finding;
import dev.palabre.consent.policy.Catalogue;
import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.Publication;
import dev.palabre.consent.policy.Purpose;
import dev.palabre.consent.policy.Service;
import dev.palabre.consent.policy.Tracker;
import dev.palabre.console.consent.PolicyView.Choice;
import dev.palabre.console.consent.PolicyView.FindingRow;
import dev.palabre.console.consent.PolicyView.InForce;
import dev.palabre.console.consent.PolicyView.Published;
import dev.palabre.console.consent.PolicyView.PurposeForm;
import dev.palabre.console.consent.PolicyView.PurposeWords;
import dev.palabre.console.consent.PolicyView.ServiceForm;
import dev.palabre.console.consent.PolicyView.ServiceWords;
import dev.palabre.console.consent.PolicyView.TraceRow;
import dev.palabre.console.consent.PolicyView.WordField;
import dev.palabre.console.consent.PolicyView.WordingForm;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes views of policies. */
final class PolicyPresenter {
    private final ConsoleLayout layout;
    private final BiFunction<Site, String, String> memory;

    PolicyPresenter(ConsoleLayout layout, BiFunction<Site, String, String> memory) {
        this.layout = layout;
        this.memory = memory;
    }

    /**
     * What the editor shows.
     *
     * @param inForce version that is asked now
     * @param edited version that the draft makes, or the one in force where there is none
     */
    record Read(
            Site site,
            Policy inForce,
            Policy edited,
            boolean hasDraft,
            List<Finding> findings,
            List<Publication> history) {}

    /**
     * What is said above the editor.
     *
     * @param done what was just done
     * @param refusal why nothing was
     * @param open purpose that was edited
     */
    record Told(
            @Nullable String done,
            @Nullable String refusal,
            @Nullable String open) {}

    static boolean mayEdit(Principal caller, Site site) {
        return caller.role(site.id()).filter(role -> role == Role.OWNER).isPresent();
    }

    PolicyView editor(String lang, Principal caller, Read read, Told told) {
        var site = read.site();
        var source = read.edited().source();
        return new PolicyView(
                lang,
                layout.dir(lang),
                layout.frame(
                        layout.text(lang, "consent.desk.title", Map.of("site", site.name())), caller, Section.CONSENT),
                SiteNavigation.of(layout, lang, caller, site, SiteNavigation.POLICY),
                site.name(),
                mayEdit(caller, site),
                told.done(),
                told.refusal(),
                inForce(lang, read),
                memory.apply(site, lang),
                read.hasDraft(),
                findings(lang, read.findings()),
                PolicyDefinition.LAYOUTS.stream()
                        .map(each -> new Choice(
                                each, layout.text(lang, "consent.desk.layout." + each), each.equals(source.layout())))
                        .toList(),
                source.consentMode(),
                source.purposes().stream()
                        .map(purpose ->
                                purpose(lang, read.edited(), site.settings().locale(), purpose, told))
                        .toList(),
                catalogue(lang, source),
                Messages.LANGUAGES.stream()
                        .map(each -> wording(read.edited(), each))
                        .toList(),
                read.history().stream().map(each -> published(lang, site, each)).toList(),
                path(site) + "/draft",
                path(site) + "/publish");
    }

    List<FindingRow> findings(String lang, List<Finding> findings) {
        return Stream.concat(
                        findings.stream().filter(Finding::isError),
                        findings.stream().filter(finding -> !finding.isError()))
                .map(finding -> new FindingRow(
                        finding.isError(),
                        layout.text(lang, finding.isError() ? "consent.desk.error" : "consent.desk.warning"),
                        finding.path(),
                        layout.text(lang, "consent.lint." + finding.rule().code(), Map.of("what", finding.what()))))
                .toList();
    }

    String path(Site site) {
        return layout.path("/moderation/consent/" + site.key());
    }

    private InForce inForce(String lang, Read read) {
        var policy = read.inForce();
        if (policy.purposes().isEmpty()) {
            return new InForce(layout.text(lang, "consent.desk.inForce.nothing"), null, null);
        }
        var since = read.history().stream().findFirst();
        var sentence = since.isEmpty()
                ? layout.text(lang, "consent.desk.inForce.settings")
                : layout.text(
                        lang,
                        "consent.desk.inForce.published",
                        Map.of("number", since.get().number(), "date", date(lang, read.site(), since.get())));
        return new InForce(sentence, version(lang, read.site(), policy.version()), policy.version());
    }

    private PurposeForm purpose(String lang, Policy policy, String own, Purpose purpose, Told told) {
        return new PurposeForm(
                purpose.key(),
                Optional.ofNullable(policy.words(lang).get("consent.purpose." + purpose.key() + ".title"))
                        .orElse(purpose.key()),
                purpose.key().equals(told.open()),
                policy.purposes().indexOf(purpose.key()) == 0,
                Messages.LANGUAGES.stream()
                        .map(each -> words(policy, each, purpose))
                        .toList(),
                Purpose.SIGNALS.stream()
                        .map(signal ->
                                new Choice(signal, signal, purpose.signals().contains(signal)))
                        .toList(),
                traces(lang, purpose.traces()),
                purpose.services().stream()
                        .map(each -> service(lang, policy, own, each))
                        .toList());
    }

    private static PurposeWords words(Policy policy, String code, Purpose purpose) {
        var key = "purpose." + purpose.key() + ".";
        return new PurposeWords(
                code,
                Messages.ownName(code),
                typed(policy, code, key + "title"),
                shown(policy, code, key + "title"),
                typed(policy, code, key + "description"),
                shown(policy, code, key + "description"));
    }

    private ServiceForm service(String lang, Policy policy, String own, Service service) {
        return new ServiceForm(
                service.key(),
                service.name(),
                service.controller(),
                Messages.LANGUAGES.stream()
                        .map(each -> words(policy, each, each.equals(own), service))
                        .toList(),
                service.privacyUrl(),
                number(service.days()),
                traces(lang, service.traces()));
    }

    private static ServiceWords words(Policy policy, String code, boolean own, Service service) {
        return new ServiceWords(
                code,
                Messages.ownName(code),
                own ? service.data() : typed(policy, code, service.word("data")),
                own ? service.transfer() : typed(policy, code, service.word("transfer")));
    }

    /** Every trace, and an empty row for one more. */
    private List<TraceRow> traces(String lang, List<Tracker> traces) {
        var rows = new ArrayList<TraceRow>();
        for (var trace : traces) {
            rows.add(new TraceRow(
                    rows.size(),
                    trace.name(),
                    storages(lang, trace.storage()),
                    Optional.ofNullable(trace.domain()).orElse(""),
                    number(trace.days()),
                    trace.httpOnly(),
                    false));
        }
        rows.add(new TraceRow(rows.size(), "", storages(lang, Tracker.Storage.COOKIE), "", "", false, true));
        return rows;
    }

    private List<Choice> storages(String lang, Tracker.Storage chosen) {
        return Stream.of(Tracker.Storage.values())
                .map(each -> new Choice(
                        each.wire(), layout.text(lang, "consent.desk.storage." + each.wire()), each == chosen))
                .toList();
    }

    private List<Choice> catalogue(String lang, PolicyDefinition source) {
        var known = source.purposes().stream().map(Purpose::key).toList();
        return Catalogue.names().stream()
                .filter(name -> !known.contains(name))
                .map(name -> new Choice(name, layout.text(lang, "consent.purpose." + name + ".title"), false))
                .toList();
    }

    private static WordingForm wording(Policy policy, String code) {
        return new WordingForm(
                code,
                Messages.ownName(code),
                PolicyForms.WORDS.stream()
                        .map(key -> new WordField(key, typed(policy, code, key), shown(policy, code, key)))
                        .toList());
    }

    private Published published(String lang, Site site, Publication publication) {
        return new Published(
                publication.number(),
                publication.version(),
                version(lang, site, publication.version()),
                publication.at().toString(),
                date(lang, site, publication));
    }

    private String version(String lang, Site site, String version) {
        return layout.path("/sites/" + site.key() + "/consent/versions/" + version + "?lang=" + lang);
    }

    private static String date(String lang, Site site, Publication publication) {
        return site.dates(lang).brief(publication.at());
    }

    private static String typed(Policy policy, String code, String key) {
        return policy.source().wording().getOrDefault(code, Map.of()).getOrDefault(key, "");
    }

    private static String shown(Policy policy, String code, String key) {
        return policy.words(code).getOrDefault("consent." + key, "");
    }

    private static String number(int days) {
        return days == 0 ? "" : String.valueOf(days);
    }
}
