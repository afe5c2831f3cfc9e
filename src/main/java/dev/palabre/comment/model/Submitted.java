package dev.palabre.comment.model;

import dev.palabre.crypto.AccessCode;
import java.util.UUID;

/**
 * A comment that was accepted.
 *
 * @param id public id
 * @param status right after the submission
 * @param receipt code that opens it
 */
public record Submitted(UUID id, CommentStatus status, AccessCode receipt) {}
