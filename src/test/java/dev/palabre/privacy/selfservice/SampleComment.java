package dev.palabre.privacy.selfservice;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentedPage;
import dev.palabre.comment.model.Receipts;
import dev.palabre.crypto.KeyRing;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Pages;
import dev.palabre.http.PublicUrl;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Comments and pages for tests without a database. */
public final class SampleComment {
    public static final UUID ADDRESS = UUID.fromString("0190a000-0000-7000-8000-000000000001");
    public static final Instant CREATED = Instant.parse("2026-11-20T10:00:00Z");
    public static final PublicUrl URL = new PublicUrl("https://comments.example");
    private static final Messages MESSAGES = new Messages();
    private static final Templates TEMPLATES = new Templates(MESSAGES, SelfServiceModule.TEMPLATES);

    private SampleComment() {}

    /** A comment of an address, submitted and not changed since. */
    public static Comment of(CommentStatus status) {
        return of(status, ADDRESS, null);
    }

    /** A comment with or without an address, published or not. */
    public static Comment of(CommentStatus status, @Nullable UUID address, @Nullable Instant published) {
        var page = new CommentedPage(
                new UUID(0, 7), "/a", null, "https://lsi.example/a", "La plage", "https://lsi.example/a", "La plage");
        return new Comment(
                1,
                UUID.randomUUID(),
                page,
                status,
                null,
                new Comment.Content("Bonjour <b>", "<p>Bonjour</p>", "fr"),
                new Comment.Author("Awa Diop", "Diop", "Awa", address),
                new Comment.Receipt(keys().current(), 0),
                new Comment.Dates(CREATED, published, null),
                false,
                false,
                null);
    }

    /** Pages of this module's templates. */
    static Pages pages() {
        return new Pages(TEMPLATES, MESSAGES, new ErrorHandler(MESSAGES, TEMPLATES, URL), URL);
    }

    static Receipts receipts() {
        return new Receipts(keys(), URL);
    }

    private static KeyRing keys() {
        return KeyRing.parse(Base64.getEncoder()
                .encodeToString("0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII)));
    }
}
