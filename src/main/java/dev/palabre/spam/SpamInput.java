package dev.palabre.spam;

import org.jspecify.annotations.Nullable;

/**
 * What the spam filter checks.
 *
 * @param siteId the site it is for
 * @param key by which its sender repeats it, null where they sent none
 * @param text the comment as it will be stored
 * @param honeypot what the field that people do not see holds; null or empty from a person
 * @param elapsedMillis how long the form was open, null where nobody measured it
 * @param linksMax links that the site allows in a comment
 */
public record SpamInput(
        int siteId,
        @Nullable String key,
        String text,
        @Nullable String honeypot,
        @Nullable Long elapsedMillis,
        int linksMax) {}
