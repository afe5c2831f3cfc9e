package dev.palabre.comment.thread;

/** A comment in the API as its own author may see it, pending or not. */
public record OwnCommentJson(
        String id, String url, String status, CommentJson.Author author, String html, String createdAt) {}
