package dev.palabre.comment.model;

import dev.palabre.crypto.KeyRing;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Comments that no database knows. */
public final class SampleComment {
    /** Keys that receipts are made with. */
    public static final KeyRing KEYS = KeyRing.parse("cGFsYWJyZS10ZXN0LXNlY3JldC1vZi0zMi1ieXRlcyE=");

    /** The time of the submission. */
    public static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

    private SampleComment() {}

    /** A comment of Awa Diop, whose page was sent as "Sent" and is shown as "Shown". */
    public static Comment of(CommentStatus status, @Nullable Instant published) {
        return of(status, published, "Bonjour", "Awa Diop");
    }

    /** A comment with this text and public name. */
    public static Comment of(CommentStatus status, @Nullable Instant published, String text, String name) {
        var page = new CommentedPage(
                UUID.randomUUID(), "/a", null, "https://lsi.example/a", "Shown", "https://lsi.example/sent", "Sent");
        return new Comment(
                1,
                UUID.randomUUID(),
                page,
                status,
                null,
                new Comment.Content(text, Markup.html(text), "fr"),
                new Comment.Author(name, "Diop", "Awa", null),
                new Comment.Receipt(KEYS.current(), 0),
                new Comment.Dates(CREATED, published, null),
                false,
                false,
                null);
    }
}
