package dev.palabre.moderation;

import org.jspecify.annotations.Nullable;

/** A decision as it is sent; {@link DecisionInput#from} checks it. */
public record DecisionRequest(
        @Nullable String decision,
        @Nullable String reason,
        @Nullable String reasonCode,
        @Nullable String note,
        @Nullable String expected,
        @Nullable String stamp) {}
