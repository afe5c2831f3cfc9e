package dev.palabre.mail;

/** What one kind of mail tells; rendered by {@link MailRenderer}. */
public sealed interface MailView
        permits FollowDigestMail,
                FollowNewMail,
                LinkMail,
                PublishedMail,
                RejectedMail,
                RequestAnsweredMail,
                RequestMail,
                WaitingMail {
    /** In which it is written. */
    String lang();

    /** The site that it speaks for. */
    String siteName();
}
