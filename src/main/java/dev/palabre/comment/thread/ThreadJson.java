package dev.palabre.comment.thread;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of a thread in the API. */
record ThreadJson(
        PageJson page,
        int count,
        boolean open,
        String sort,
        List<CommentJson> comments,
        @Nullable String next) {
    record PageJson(@Nullable String id, String url, String title) {}
}
