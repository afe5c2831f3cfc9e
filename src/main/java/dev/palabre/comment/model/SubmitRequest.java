package dev.palabre.comment.model;

import org.jspecify.annotations.Nullable;

/**
 * A submission as it was sent, unchecked.
 *
 * @param elapsed milliseconds, a number in JSON and a text in a form
 * @param follow a boolean in JSON and a text in a form
 */
public record SubmitRequest(
        @Nullable String pageUrl,
        @Nullable String pageId,
        @Nullable String pageTitle,
        @Nullable String text,
        @Nullable String lastName,
        @Nullable String firstName,
        @Nullable String email,
        @Nullable String lang,
        @Nullable String notice,
        @Nullable String website,
        @Nullable Object elapsed,
        @Nullable Object follow) {}
