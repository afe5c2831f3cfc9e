package dev.palabre.comment.model;

import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import java.time.Instant;

/** The sentences that tell an author the status of a comment. */
public final class StatusText {
    private final Messages messages;
    private final Reader reader;

    /** Sentences for a site, in a language. */
    public StatusText(Messages messages, Site site, String lang) {
        this.messages = messages;
        this.reader = new Reader(site, lang);
    }

    /** The status now. */
    public String now(Comment comment) {
        return messages.get(reader.lang(), "comment.own." + key(comment));
    }

    /** The last part of the message keys of a status. */
    public static String key(Comment comment) {
        return comment.status() == CommentStatus.PENDING && comment.unverified()
                ? "unverified"
                : comment.status().wire();
    }

    /** A status change of its history. */
    public String step(CommentStatus status, boolean first) {
        return messages.get(reader.lang(), "selfservice.step." + (first ? "submitted." : "") + status.wire());
    }

    /** A point in time, in the site's time zone. */
    public String moment(Instant at) {
        return reader.site().dates(reader.lang()).moment(at);
    }

    /** The comment's text as HTML without live links: a page that its author can hand on must advertise nothing. */
    public static String inert(Comment comment) {
        return Markup.inert(comment.text());
    }

    /** A former text as HTML without live links. */
    public static String inert(Revision former) {
        return Markup.inert(former.text());
    }
}
