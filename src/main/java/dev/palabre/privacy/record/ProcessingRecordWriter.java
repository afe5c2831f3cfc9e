package dev.palabre.privacy.record;

import dev.palabre.privacy.notice.Periods;
import dev.palabre.privacy.record.ProcessingRecord.Activity;
import dev.palabre.privacy.record.ProcessingRecord.Entry;
import dev.palabre.site.RetentionPeriods;
import dev.palabre.site.Settings;
import dev.palabre.site.Settings.Verification;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fills the record of processing activities in from a site's settings. */
final class ProcessingRecordWriter {
    private static final int FOLLOW_ASKED_DAYS = 7;
    private static final List<String> MEASURES = List.of("access", "secrets", "data", "minimal", "proof", "rights");

    private final Site site;
    private final Settings settings;
    private final RetentionPeriods keep;
    private final List<String> purposes;
    private final Messages messages;
    private final String lang;
    private final Periods periods;

    /**
     * Writes in a language.
     *
     * @param purposes what visitors are asked consent for, empty for nothing
     */
    ProcessingRecordWriter(Site site, List<String> purposes, Messages messages, String lang) {
        this.site = site;
        this.settings = site.settings();
        this.keep = settings.keep();
        this.purposes = purposes;
        this.messages = messages;
        this.lang = lang;
        periods = new Periods(messages, lang);
    }

    ProcessingRecord register(Instant now) {
        return new ProcessingRecord(
                lang,
                messages.direction(lang),
                say("title", Map.of("site", site.name())),
                say("lead", Map.of("date", site.dates(lang).moment(now))),
                parties(),
                activities(),
                MEASURES.stream().map(each -> say("security." + each)).toList(),
                say("security.open"));
    }

    private List<Entry> parties() {
        var named = settings.controller();
        return List.of(
                new Entry(
                        say("controller"),
                        site.controller(),
                        named == null ? say("controller.open", Map.of("site", site.name())) : null),
                Entry.open(say("address"), say("address.open")),
                setting("contact", settings.contact()),
                Entry.open(say("joint"), say("joint.open")),
                Entry.open(say("officer"), say("officer.open")),
                setting("authority", settings.authority()),
                Entry.known(say("site"), site.name() + " (" + String.join(", ", site.origins()) + ")"));
    }

    private Entry setting(String name, @Nullable String value) {
        return value == null ? Entry.open(say(name), say(name + ".open")) : Entry.known(say(name), value);
    }

    private List<Activity> activities() {
        var activities = new ArrayList<>(List.of(comments(), moderation(), mails(), abuse()));
        activities.add(requests());
        if (settings.follow()) {
            activities.add(follow());
        }
        if (!purposes.isEmpty()) {
            activities.add(consent());
        }
        return activities;
    }

    private Activity comments() {
        var required = settings.required();
        var asked = List.of("lastName", "firstName", "email");
        var data = Map.of(
                "required",
                        fields(Stream.concat(Stream.of("text"), asked.stream().filter(required::contains))),
                "optional", fields(asked.stream().filter(field -> !required.contains(field))));
        var published = keep.published() == 0 ? notice("keep.always") : periods.of(keep.published());
        return activity(
                "comments",
                say("comments.purpose"),
                basis(),
                say("comments.data", data),
                new Entry(say("recipients"), say("comments.recipients"), say("host.open")),
                List.of(
                        Entry.known(notice("keep.published"), published),
                        kept("withdrawn", keep.withdrawn()),
                        Entry.known(say("former"), say("former.time")),
                        email(),
                        Entry.known(say("notices"), say("notices.time"))));
    }

    private Activity moderation() {
        var times = new ArrayList<Entry>();
        if (settings.verification() == Verification.ON) {
            times.add(kept("unconfirmed", keep.unconfirmed()));
        }
        times.add(kept("pending", keep.pending()));
        times.add(kept("rejected", keep.rejected()));
        times.add(kept("spam", keep.spam()));
        times.add(kept("removed", keep.removed()));
        times.add(Entry.known(say("decisions"), say("decisions.time")));
        times.add(Entry.open(say("accounts"), say("accounts.open")));
        return activity(
                "moderation",
                say("moderation.purpose"),
                basis(),
                say("moderation.data"),
                new Entry(say("recipients"), say("moderation.recipients"), say("host.open")),
                times);
    }

    private Activity mails() {
        var verify = settings.verification() == Verification.OFF ? "" : " " + say("mails.verify");
        return activity(
                "mails",
                say("mails.purpose") + verify,
                basis(),
                say("mails.data"),
                Entry.open(say("recipients"), say("mails.open")),
                List.of(email(), Entry.open(say("mails.trace"), say("mails.trace.open"))));
    }

    private Activity requests() {
        return activity(
                "requests",
                say("requests.purpose"),
                say("requests.basis"),
                say("requests.data"),
                new Entry(say("recipients"), say("requests.recipients"), say("host.open")),
                List.of(Entry.known(say("requests.kept"), periods.of(keep.requests()))));
    }

    private Activity follow() {
        return activity(
                "follow",
                say("follow.purpose"),
                say("basis.consent"),
                say("follow.data"),
                Entry.open(say("recipients"), say("mails.open")),
                List.of(
                        Entry.known(notice("keep.follow"), notice("keep.untilEnded")),
                        Entry.known(say("follow.asked"), periods.of(FOLLOW_ASKED_DAYS))));
    }

    private Activity abuse() {
        return activity(
                "abuse",
                say("abuse.purpose"),
                basis(),
                say("abuse.data"),
                Entry.known(say("recipients"), say("abuse.recipients")),
                List.of(
                        Entry.known(say("abuse.kept"), say("abuse.time")),
                        Entry.open(say("abuse.logs"), say("abuse.logs.open"))));
    }

    private Activity consent() {
        return activity(
                "consent",
                say("consent.purpose", Map.of("purposes", String.join(", ", purposes))),
                say("basis.obligation"),
                say("consent.data"),
                new Entry(say("recipients"), say("consent.recipients"), say("host.open")),
                List.of(Entry.known(say("consent.kept"), periods.of(keep.consent()))));
    }

    private Activity activity(
            String name, String purpose, String basis, String data, Entry recipients, List<Entry> times) {
        var title = say(name);
        return new Activity(
                title,
                List.of(
                        Entry.known(say("purpose"), purpose),
                        Entry.known(say("basis"), basis),
                        Entry.known(say("persons"), say(name + ".persons")),
                        Entry.known(say("data"), data),
                        recipients,
                        Entry.open(say("transfers"), say("transfers.open"))),
                say("periods", Map.of("activity", title)),
                times);
    }

    private Entry kept(String what, int days) {
        return Entry.known(notice("keep." + what), periods.of(days));
    }

    private Entry email() {
        return Entry.known(
                notice("keep.email"),
                messages.get(lang, "notice.keep.afterLast", Map.of("period", periods.of(keep.email()))));
    }

    private String fields(Stream<String> names) {
        var named = names.map(name -> notice("field." + name)).toList();
        return named.isEmpty() ? say("none") : String.join(", ", named).toLowerCase(Locale.forLanguageTag(lang));
    }

    private String basis() {
        return say("basis." + settings.basis().name().toLowerCase(Locale.ROOT));
    }

    private String notice(String key) {
        return messages.get(lang, "notice." + key);
    }

    private String say(String key) {
        return say(key, Map.of());
    }

    private String say(String key, Map<String, ?> values) {
        return messages.get(lang, "transfer.register." + key, values);
    }
}
