package dev.palabre.mail.template;

import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Renders mails: subject, text and HTML, in the language of the view. */
public final class MailRenderer {
    private static final List<String> KINDS = List.of(
            "follow-digest",
            "follow-new",
            "link",
            "published",
            "rejected",
            "removed",
            "request",
            "request-answered",
            "waiting");

    /** Names of the templates that have to be compiled for this. */
    public static final List<String> TEMPLATES = KINDS.stream()
            .flatMap(kind -> Stream.of("mail/" + kind, "mail/" + kind + ".txt"))
            .toList();

    private final Templates templates;
    private final Messages messages;

    /** Renders with templates that were compiled with {@link #TEMPLATES} among their names. */
    public MailRenderer(Templates templates, Messages messages) {
        this.templates = templates;
        this.messages = messages;
    }

    /** The mail to an author whose comment was published. */
    public Mail render(PublishedMail view) {
        return render("published", view, view).stoppedAt(view.statusUrl() + "/mute");
    }

    /** The mail to an author whose comment was rejected. */
    public Mail render(RejectedMail view) {
        return render("rejected", view, view).stoppedAt(view.statusUrl() + "/mute");
    }

    /** The mail to an author whose comment was removed. */
    public Mail render(RemovedMail view) {
        return render("removed", view, view).stoppedAt(view.statusUrl() + "/mute");
    }

    /** The mail to a moderator about pending comments. */
    public Mail render(PendingCommentsMail view) {
        return render("waiting", view, view);
    }

    /** The mail to a moderator about requests that wait for their answer. */
    public Mail render(DataRequestMail view) {
        var words = "mail." + view.kind() + ".";
        var values = Map.of("site", QuotedText.plain(view.siteName()), "date", view.due());
        var text = new LinkText(
                view.lang(),
                view.siteName(),
                messages.get(view.lang(), words + "heading"),
                messages.get(view.lang(), words + "body", values),
                messages.get(view.lang(), "mail.request.see"),
                view.deskUrl(),
                messages.get(view.lang(), "mail.request.why", values));
        return new Mail(
                messages.get(view.lang(), words + "subject", values),
                templates.render("mail/request.txt", text),
                templates.render("mail/request", text));
    }

    /** The mail to the author of a data request, with the answer. */
    public Mail render(DataRequestAnsweredMail view) {
        return render("request-answered", view, view);
    }

    /** The mail to a subscriber about a new comment. */
    public Mail render(NewCommentMail view) {
        var text = new NewCommentText(
                view.lang(),
                view.siteName(),
                view.pageTitle(),
                view.commentUrl(),
                view.name(),
                "> " + view.text().replace("\n", "\n> "),
                view.stopUrl());
        return new Mail(
                        subject("follow-new", view),
                        templates.render("mail/follow-new.txt", text),
                        templates.render("mail/follow-new", view))
                .stoppedAt(view.stopUrl());
    }

    /** In plain text only the quotation marks separate the comment from our own text. */
    private record NewCommentText(
            String lang,
            String siteName,
            String pageTitle,
            String commentUrl,
            String name,
            String quoted,
            String stopUrl) {}

    /** The mail to a subscriber about the new comments of a day. */
    public Mail render(DigestMail view) {
        return render("follow-digest", view, view).stoppedAt(view.stopUrl());
    }

    /** The mail to an author with a link that they requested. */
    public Mail render(LinkMail view) {
        var words = "mail." + view.kind() + ".";
        var values = Map.of("site", QuotedText.plain(view.siteName()), "title", view.pageTitle());
        var text = new LinkText(
                view.lang(),
                view.siteName(),
                messages.get(view.lang(), words + "heading"),
                messages.get(view.lang(), words + "body", values),
                messages.get(view.lang(), words + "see"),
                view.url(),
                messages.get(view.lang(), words + "note"));
        return new Mail(
                messages.get(view.lang(), words + "subject", values),
                templates.render("mail/link.txt", text),
                templates.render("mail/link", text));
    }

    /** What the templates of all mails with links show. */
    private record LinkText(
            String lang, String siteName, String heading, String body, String see, String url, String note) {}

    private Mail render(String kind, MailView view, Record values) {
        return new Mail(
                subject(kind, view),
                templates.render("mail/" + kind + ".txt", values),
                templates.render("mail/" + kind, values));
    }

    private String subject(String kind, MailView view) {
        return messages.get(
                view.lang(), "mail." + kind + ".subject", Map.of("site", QuotedText.plain(view.siteName())));
    }
}
