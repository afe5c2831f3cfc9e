package dev.palabre.privacy.notice;

import dev.palabre.privacy.notice.Notice.Row;
import dev.palabre.privacy.notice.Notice.Section;
import dev.palabre.privacy.notice.Notice.Table;
import dev.palabre.privacy.notice.Notice.Words;
import dev.palabre.site.Settings;
import dev.palabre.site.Settings.Verification;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the notice of a site in one language. */
final class NoticeWriter {
    /** What the form asks, in its order. */
    static final List<String> FIELDS = List.of("text", "lastName", "firstName", "email");

    private final Site site;
    private final Settings settings;
    private final Messages messages;
    private final String lang;
    private final Periods periods;

    NoticeWriter(Site site, Messages messages, String lang) {
        this.site = site;
        this.settings = site.settings();
        this.messages = messages;
        this.lang = lang;
        periods = new Periods(messages, lang);
    }

    /** Fields without which there is no comment. */
    static List<String> required(Settings settings) {
        return FIELDS.stream()
                .filter(field -> field.equals("text") || settings.required().contains(field))
                .toList();
    }

    Words words() {
        return new Words(
                brief(),
                briefRights(),
                published(),
                say("link"),
                say("title"),
                say("lead", Map.of("site", site.name())),
                List.of(controller(), asked(), purpose(), openly(), recipients(), keep(), device(), rights()));
    }

    private List<String> brief() {
        var keep = settings.keep();
        var times = Map.of("published", periods.of(keep.published()), "email", periods.of(keep.email()));
        return List.of(
                say("brief." + basis(), Map.of("controller", site.controller())),
                say("brief.required") + " " + say(keep.published() == 0 ? "brief.keep" : "brief.keepFor", times));
    }

    private String briefRights() {
        var contact = settings.contact();
        return say("brief.rights", Map.of("authority", authority())) + " "
                + (contact == null ? say("brief.link") : say("brief.contact", Map.of("contact", contact)));
    }

    private String published() {
        return say("public."
                + switch (settings.publicName()) {
                    case FULL -> "full";
                    case FIRST -> "firstName";
                    case FIRST_INITIAL -> "firstNameInitial";
                });
    }

    private Section controller() {
        var contact = settings.contact();
        return plain(
                "controller",
                contact == null
                        ? say("controller.named", Map.of("controller", site.controller()))
                        : say("controller.contact", Map.of("controller", site.controller(), "contact", contact)));
    }

    private Section asked() {
        var required = required(settings);
        var rows = FIELDS.stream()
                .map(field -> new Row(
                        say("field." + field), say(required.contains(field) ? "asked.required" : "asked.optional")))
                .toList();
        return new Section(
                say("asked"),
                List.of(say("asked.consequence"), say("asked.more")),
                new Table(say("asked.caption"), say("asked.column"), say("asked.state"), rows));
    }

    private Section purpose() {
        var texts = new ArrayList<>(List.of(say("purpose.text"), say("purpose." + basis()), say("purpose.filter")));
        if (settings.follow()) {
            texts.add(say("purpose.follow"));
        }
        return new Section(say("purpose"), texts, Table.NONE);
    }

    private Section openly() {
        return plain("public", published(), say("public.text"));
    }

    private Section recipients() {
        return plain("recipients", say("recipients.text"));
    }

    private Section keep() {
        return new Section(
                say("keep"),
                List.of(say("keep.after")),
                new Table(say("keep.caption"), say("keep.column"), say("keep.time"), times()));
    }

    private List<Row> times() {
        var keep = settings.keep();
        var rows = new ArrayList<Row>();
        rows.add(new Row(
                say("keep.published"), keep.published() == 0 ? say("keep.always") : periods.of(keep.published())));
        if (settings.verification() == Verification.ON) {
            rows.add(row("unconfirmed", keep.unconfirmed()));
        }
        rows.add(row("pending", keep.pending()));
        rows.add(row("rejected", keep.rejected()));
        rows.add(row("spam", keep.spam()));
        rows.add(row("removed", keep.removed()));
        rows.add(row("withdrawn", keep.withdrawn()));
        rows.add(new Row(say("keep.email"), say("keep.afterLast", Map.of("period", periods.of(keep.email())))));
        if (settings.follow()) {
            rows.add(new Row(say("keep.follow"), say("keep.untilEnded")));
        }
        rows.add(row("consent", keep.consent()));
        return rows;
    }

    private Row row(String what, int days) {
        return new Row(say("keep." + what), periods.of(days));
    }

    private Section device() {
        return plain("device", say("device.text"));
    }

    private Section rights() {
        return plain("rights", say("rights.text", Map.of("authority", authority())), say("rights.how"));
    }

    private String basis() {
        return settings.basis().name().toLowerCase(Locale.ROOT);
    }

    private String authority() {
        var named = settings.authority();
        return named == null ? say("authority") : named;
    }

    private Section plain(String title, String... texts) {
        return new Section(say(title), List.of(texts), Table.NONE);
    }

    private String say(String key) {
        return say(key, Map.of());
    }

    private String say(String key, Map<String, ?> values) {
        return messages.get(lang, "notice." + key, values);
    }
}
