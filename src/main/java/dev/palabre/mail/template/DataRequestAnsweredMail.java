package dev.palabre.mail.template;

/**
 * Mail to the author of a data request with the answer.
 *
 * @param lang in which they read
 * @param siteName of the site
 * @param about what they asked and when, a sentence
 * @param answer as the moderator wrote it
 * @param mineUrl where they find all that is kept of them
 */
public record DataRequestAnsweredMail(String lang, String siteName, String about, String answer, String mineUrl)
        implements MailView {}
