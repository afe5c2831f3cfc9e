package dev.palabre.mail.template;

/** What one kind of mail tells; rendered by {@link MailRenderer}. */
public sealed interface MailView
        permits DigestMail,
                NewCommentMail,
                LinkMail,
                PublishedMail,
                RejectedMail,
                RemovedMail,
                DataRequestAnsweredMail,
                DataRequestMail,
                PendingCommentsMail {
    /** In which it is written. */
    String lang();

    /** The site that it speaks for. */
    String siteName();
}
