package dev.palabre.privacy.selfservice.export;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.Revision;
import dev.palabre.comment.model.StatusChange;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.selfservice.export.PersonalData.CommentData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The personal data file as JSON. */
record PersonalDataJson(
        String site,
        String address,
        String email,
        String madeAt,
        List<Item> comments,
        List<OwnSubscriptionJson> follows,
        List<OwnRequestJson> requests,
        List<SentMail> mails,
        List<Map<String, @Nullable Object>> consents) {
    /** A comment. */
    record Item(
            String id,
            @JsonUnwrapped Page page,
            String status,
            @JsonUnwrapped Dates dates,
            String lang,
            @JsonUnwrapped Names names,
            String text,
            boolean muted,
            @Nullable NoticeLink notice,
            List<Step> history,
            List<Former> formerTexts) {}

    /** Where a comment is. */
    record Page(String page, String pageTitle) {}

    /** Dates of a comment. */
    record Dates(
            String createdAt,
            @Nullable String publishedAt,
            @Nullable String editedAt) {}

    /** Names of a comment's author, as shown and as given. */
    record Names(
            String publicName,
            @Nullable String lastName,
            @Nullable String firstName) {}

    /** A change of a comment's status. */
    record Step(String status, String at, @Nullable String reason) {
        static Step of(StatusChange change) {
            return new Step(change.status().wire(), change.at().toString(), change.reason());
        }
    }

    /** A text that a comment had before. */
    record Former(String text, String replacedAt) {
        static Former of(Revision revision) {
            return new Former(revision.text(), revision.replacedAt().toString());
        }
    }

    /** A mail, without its words. */
    record SentMail(String kind, String state, String at) {
        static SentMail of(Outbox.Trace trace) {
            return new SentMail(trace.kind(), trace.state(), trace.at().toString());
        }
    }

    static PersonalDataJson of(PersonalData data, Instant now) {
        return new PersonalDataJson(
                data.subject().site().name(),
                data.subject().site().origins().get(0),
                data.subject().email(),
                now.toString(),
                data.comments().stream().map(PersonalDataJson::item).toList(),
                data.subscriptions().stream().map(OwnSubscriptionJson::of).toList(),
                data.requests().stream().map(OwnRequestJson::of).toList(),
                data.mails().stream().map(SentMail::of).toList(),
                data.consents().stream()
                        .map(ConsentRecordLookup.ConsentRecord::json)
                        .toList());
    }

    private static Item item(CommentData data) {
        Comment comment = data.comment();
        return new Item(
                comment.id().toString(),
                new Page(comment.ownPage().url(), comment.ownPage().title()),
                comment.status().wire(),
                new Dates(comment.createdAt().toString(), text(comment.publishedAt()), text(comment.editedAt())),
                comment.lang(),
                new Names(comment.name(), comment.lastName(), comment.firstName()),
                comment.text(),
                comment.muted(),
                data.notice(),
                data.history().stream().map(Step::of).toList(),
                data.former().stream().map(Former::of).toList());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
