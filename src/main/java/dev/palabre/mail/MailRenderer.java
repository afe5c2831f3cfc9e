package dev.palabre.mail;

import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Turns what a mail tells into the mail: subject, text and HTML, in its language. */
public final class MailRenderer {
    private static final List<String> KINDS = List.of("published", "rejected", "waiting");

    /** Names of the templates that have to be compiled for this. */
    public static final List<String> TEMPLATES = KINDS.stream()
            .flatMap(kind -> Stream.of("mail-" + kind, "mail-" + kind + ".txt"))
            .toList();

    private final Templates templates;
    private final Messages messages;

    /** Renders with templates that were compiled with {@link #TEMPLATES} among their names. */
    public MailRenderer(Templates templates, Messages messages) {
        this.templates = templates;
        this.messages = messages;
    }

    /** The mail to an author whose comment is online. */
    public Mail render(PublishedMail view) {
        return render("published", view, view);
    }

    /** The mail to an author whose comment was refused. */
    public Mail render(RejectedMail view) {
        return render("rejected", view, view);
    }

    /** The mail to a moderator when something waits. */
    public Mail render(WaitingMail view) {
        return render("waiting", view, view);
    }

    private Mail render(String kind, MailView view, Record values) {
        return new Mail(
                messages.get(view.lang(), "mail." + kind + ".subject", Map.of("site", Quoted.plain(view.siteName()))),
                templates.render("mail-" + kind + ".txt", values),
                templates.render("mail-" + kind, values));
    }
}
