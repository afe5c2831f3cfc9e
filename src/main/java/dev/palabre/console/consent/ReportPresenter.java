package dev.palabre.console.consent;

import dev.palabre.consent.proof.ChainReport;
import dev.palabre.consent.reports.ConsentReports.End;
import dev.palabre.consent.reports.ConsentReports.LastAnchor;
import dev.palabre.consent.reports.ConsentReports.LastSeal;
import dev.palabre.consent.reports.ConsentReports.Undeclared;
import dev.palabre.console.consent.ChainView.Check;
import dev.palabre.console.consent.ChainView.Piece;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.console.layout.ConsoleRequest;
import dev.palabre.site.Site;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes views of what is undeclared, and of the chain. */
final class ReportPresenter {
    private final ConsoleLayout layout;

    ReportPresenter(ConsoleLayout layout) {
        this.layout = layout;
    }

    UndeclaredTrackersView leaks(ConsoleRequest request, Site site, List<Undeclared> seen) {
        var lang = request.lang();
        var decides = request.principal().canDecide(site.id());
        return new UndeclaredTrackersView(
                lang,
                layout.dir(lang),
                layout.frame(
                        layout.text(lang, "consent.leaks.title", Map.of("site", site.name())),
                        request.principal(),
                        Section.CONSENT),
                SiteNavigation.of(layout, lang, request.principal(), site, SiteNavigation.LEAKS),
                seen.isEmpty(),
                seen.stream().map(each -> row(lang, site, each)).toList(),
                decides ? SiteNavigation.path(layout, site, SiteNavigation.POLICY) : null);
    }

    private UndeclaredTrackersView.Row row(String lang, Site site, Undeclared leak) {
        var dates = site.dates(lang);
        return new UndeclaredTrackersView.Row(
                layout.text(
                        lang,
                        leak.kind().equals("host") ? "consent.leaks.host" : "consent.desk.storage." + leak.kind()),
                leak.name(),
                layout.text(lang, "consent.leaks." + leak.phase()),
                leak.phase().equals("before"),
                leak.firstSeen().toString(),
                dates.brief(leak.firstSeen()),
                leak.lastSeen().toString(),
                dates.brief(leak.lastSeen()),
                number(lang, leak.seen()));
    }

    ChainView proof(ConsoleRequest request, Site site, End end, @Nullable ChainReport check) {
        var lang = request.lang();
        var records = layout.path("/api/moderation/consent/records?site=" + site.key() + "&format=");
        return new ChainView(
                lang,
                layout.dir(lang),
                layout.frame(
                        layout.text(lang, "consent.proof.title", Map.of("site", site.name())),
                        request.principal(),
                        Section.CONSENT),
                SiteNavigation.of(layout, lang, request.principal(), site, SiteNavigation.PROOF),
                end.seal().map(each -> seal(lang, site, each)).orElse(null),
                end.anchor().map(each -> anchor(lang, each)).orElse(null),
                layout.path("/sites/" + site.key() + "/consent/anchors"),
                request.principal().canDecide(site.id()),
                SiteNavigation.path(layout, site, SiteNavigation.PROOF),
                records + "csv",
                records + "jsonl",
                check == null ? null : check(lang, check));
    }

    private Piece seal(String lang, Site site, LastSeal seal) {
        var values = Map.of(
                "number", seal.number(),
                "date", site.dates(lang).full(seal.at()),
                "events", number(lang, seal.events()));
        return new Piece(layout.text(lang, "consent.proof.seal.last", values), seal.hash());
    }

    private Piece anchor(String lang, LastAnchor anchor) {
        var values = Map.of("day", anchor.day().toString(), "number", anchor.number());
        return new Piece(layout.text(lang, "consent.proof.anchor.last", values), anchor.hash());
    }

    private Check check(String lang, ChainReport check) {
        var counts = Map.of(
                "seals", number(lang, check.seals()),
                "purged", number(lang, check.purged()),
                "events", number(lang, check.events()),
                "waiting", number(lang, check.waiting()),
                "anchors", number(lang, check.anchors()));
        return new Check(
                check.holds(),
                layout.text(lang, check.holds() ? "consent.proof.holds" : "consent.proof.broken"),
                layout.text(lang, "consent.proof.counts", counts),
                notes(lang, check.open()),
                check.breaks().stream().map(each -> broken(lang, each)).toList());
    }

    private List<String> notes(String lang, ChainReport.Open open) {
        var notes = new ArrayList<String>();
        if (open.seals() + open.events() > 0) {
            var counts = Map.of("seals", number(lang, open.seals()), "records", number(lang, open.events()));
            notes.add(layout.text(lang, "consent.proof.open", counts));
        }
        if (!open.outside()) {
            notes.add(layout.text(lang, "consent.proof.inside"));
        }
        return notes;
    }

    private String broken(String lang, ChainReport.Break found) {
        var fault =
                layout.text(lang, "consent.proof.fault." + found.fault().name().toLowerCase(Locale.ROOT));
        var event = found.event();
        return event == null
                ? layout.text(lang, "consent.proof.break", Map.of("seal", found.seal(), "fault", fault))
                : layout.text(
                        lang,
                        "consent.proof.break.record",
                        Map.of("seal", found.seal(), "record", event, "fault", fault));
    }

    private static String number(String lang, long number) {
        return NumberFormat.getIntegerInstance(Locale.forLanguageTag(lang)).format(number);
    }
}
