package dev.palabre.comment.model;

import java.time.Instant;

/**
 * A text that a comment had before its author changed it.
 *
 * @param text as it was
 * @param replacedAt until when
 */
public record Revision(String text, Instant replacedAt) {}
