package dev.palabre.comment.model;

/** The address of a comment on its page. */
public final class Permalink {
    private Permalink() {}

    /** The address of the comment with this id. */
    public static String of(String pageUrl, String commentId) {
        return pageUrl + "#comment-" + commentId;
    }
}
