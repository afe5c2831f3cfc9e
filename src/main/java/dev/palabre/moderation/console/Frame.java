package dev.palabre.moderation.console;

import org.jspecify.annotations.Nullable;

/**
 * What all pages of the console have in common.
 *
 * @param title of the page
 * @param assets address that the style sheet and the script stand below
 * @param home address of the queue
 * @param email who is signed in, null for nobody
 * @param signOutAction where the form to sign out is sent
 * @param onQueue whether this is the page of the queue
 * @param mailsUrl address of the mails, null for who may not read them
 * @param onMails whether this is the page of the mails
 * @param requestsUrl address of what people ask of their data, null for who answers none
 * @param requestsOpen how many of it waits, null for nothing
 * @param onRequests whether this is that page
 * @param consentUrl address of the pages about consent, null for nobody
 * @param onConsent whether this is one of them
 * @param dataUrl address of the pages about all that a site keeps, null for who owns none
 * @param onData whether this is one of them
 * @param retentionUrl address of the pages about what is kept for how long, null for who owns no site
 * @param onRetention whether this is one of them
 */
public record Frame(
        String title,
        String assets,
        String home,
        @Nullable String email,
        String signOutAction,
        boolean onQueue,
        @Nullable String mailsUrl,
        boolean onMails,
        @Nullable String requestsUrl,
        @Nullable String requestsOpen,
        boolean onRequests,
        @Nullable String consentUrl,
        boolean onConsent,
        @Nullable String dataUrl,
        boolean onData,
        @Nullable String retentionUrl,
        boolean onRetention) {}
