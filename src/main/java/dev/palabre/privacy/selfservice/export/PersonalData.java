package dev.palabre.privacy.selfservice.export;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.Revision;
import dev.palabre.comment.model.StatusChange;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.selfservice.export.ConsentRecordLookup.ConsentRecord;
import dev.palabre.site.Site;
import dev.palabre.subscription.Subscription;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept of an author on a site.
 *
 * @param subject the author
 * @param comments the newest first
 * @param subscriptions confirmed or not
 * @param requests data requests that a person answers
 * @param mails sent or waiting, without their words
 * @param consents records of cookie choices
 */
record PersonalData(
        Subject subject,
        List<CommentData> comments,
        List<Subscription> subscriptions,
        List<DataRequest> requests,
        List<Outbox.Trace> mails,
        List<ConsentRecord> consents) {
    /**
     * Whose data it is.
     *
     * @param site the site
     * @param addressId row of the address
     * @param email the address
     * @param lang language of the file
     */
    record Subject(Site site, UUID addressId, String email, String lang) {}

    /** A comment, with its history. */
    record CommentData(
            Comment comment, @Nullable NoticeLink notice, List<StatusChange> history, List<Revision> former) {}
}
