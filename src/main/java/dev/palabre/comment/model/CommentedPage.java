package dev.palabre.comment.model;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The page of a thread.
 *
 * @param threadId its thread
 * @param key what the thread is found by
 * @param id the site's own name for it, null where it gives none
 * @param url its address on the site's first origin
 * @param title as it was when the thread began
 */
public record CommentedPage(
        UUID threadId, String key, @Nullable String id, String url, String title) {}
