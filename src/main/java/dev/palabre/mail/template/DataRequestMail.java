package dev.palabre.mail.template;

/**
 * Mail to a moderator about a data request that came in or is due soon. It says nothing about its author and subject.
 *
 * @param lang in which they read
 * @param siteName of the site
 * @param kind which of both
 * @param due until when, in words
 * @param deskUrl of the console, {@code /moderation/requests}
 */
public record DataRequestMail(String lang, String siteName, String kind, String due, String deskUrl)
        implements MailView {}
