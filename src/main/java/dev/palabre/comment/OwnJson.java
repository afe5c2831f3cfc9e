package dev.palabre.comment;

/** A comment in the API as its own author may see it, pending or not. */
record OwnJson(String id, String url, String status, CommentJson.Author author, String html, String createdAt) {}
