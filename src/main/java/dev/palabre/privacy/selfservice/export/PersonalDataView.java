package dev.palabre.privacy.selfservice.export;

import dev.palabre.comment.model.StatusText;
import dev.palabre.http.Pages;
import dev.palabre.privacy.selfservice.export.PersonalData.CommentData;
import dev.palabre.privacy.selfservice.export.PersonalDataJson.Former;
import dev.palabre.template.Layout;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The personal data file as a page. */
record PersonalDataView(
        Layout layout,
        String siteName,
        String siteAddress,
        String email,
        String date,
        List<Entry> entries,
        List<OwnSubscriptionView> subscriptions,
        List<OwnRequestView> requests,
        List<String> consents) {
    /** A comment. */
    record Entry(
            String pageTitle,
            String page,
            String statusText,
            String date,
            String publicName,
            String lastName,
            String firstName,
            String html,
            @Nullable NoticeLink notice,
            List<Former> former) {}

    static PersonalDataView of(PersonalData data, Pages pages, Instant now) {
        var site = data.subject().site();
        var lang = data.subject().lang();
        var messages = pages.messages();
        var words = new StatusText(messages, site, lang);
        return new PersonalDataView(
                pages.layout(lang, pages.text(lang, "selfservice.data.title")),
                site.name(),
                site.origins().get(0),
                data.subject().email(),
                words.moment(now),
                data.comments().stream().map(each -> entry(each, words)).toList(),
                data.subscriptions().stream()
                        .map(each -> OwnSubscriptionView.of(messages, site, lang, each))
                        .toList(),
                data.requests().stream()
                        .map(each -> OwnRequestView.of(messages, site, lang, each, now))
                        .toList(),
                data.consents().stream()
                        .map(ConsentRecordLookup.ConsentRecord::sentence)
                        .toList());
    }

    private static Entry entry(CommentData data, StatusText words) {
        var comment = data.comment();
        return new Entry(
                comment.ownPage().title(),
                comment.ownPage().url(),
                words.now(comment),
                words.moment(comment.createdAt()),
                comment.name(),
                Objects.requireNonNullElse(comment.lastName(), ""),
                Objects.requireNonNullElse(comment.firstName(), ""),
                StatusText.inert(comment),
                data.notice(),
                data.former().stream().map(Former::of).toList());
    }
}
