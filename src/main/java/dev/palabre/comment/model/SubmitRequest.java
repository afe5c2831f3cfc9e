package dev.palabre.comment.model;

import org.jspecify.annotations.Nullable;

/** What a form sends; nothing of it has been looked at. {@code elapsed} is a number in JSON and a text in a form, {@code follow} a yes or no in JSON and a text in a form. */
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
