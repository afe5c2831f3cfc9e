package dev.palabre.mail.template;

/** Content of one kind of mail, rendered by {@link MailRenderer}. */
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
    /** Language of the mail. */
    String lang();

    /** The site that it speaks for. */
    String siteName();
}
