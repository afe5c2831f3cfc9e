package dev.palabre.mail.template;

/**
 * To a moderator: somebody asks something of their data, or has asked and is to be answered soon. Of whom and what it
 * says nothing.
 *
 * @param lang in which they read
 * @param siteName of the site
 * @param kind which of both
 * @param due until when, in words
 * @param deskUrl of the console, {@code /moderation/requests}
 */
public record DataRequestMail(String lang, String siteName, String kind, String due, String deskUrl)
        implements MailView {}
