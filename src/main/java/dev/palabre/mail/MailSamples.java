package dev.palabre.mail;

import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.smtp.Sender;
import dev.palabre.mail.smtp.SmtpSender;
import dev.palabre.mail.template.DataRequestAnsweredMail;
import dev.palabre.mail.template.DataRequestMail;
import dev.palabre.mail.template.DigestMail;
import dev.palabre.mail.template.LinkMail;
import dev.palabre.mail.template.Mail;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.mail.template.NewCommentMail;
import dev.palabre.mail.template.PendingCommentsMail;
import dev.palabre.mail.template.PublishedMail;
import dev.palabre.mail.template.RejectedMail;
import dev.palabre.mail.template.RemovedMail;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Samples of every kind of mail in every language, with ordinary and with awkward texts, as they would be sent.
 */
public final class MailSamples {
    private static final String TOKEN = "eyJ0eXAiOiJwYWxhYnJlK2p3dCJ9.eyJzdWIiOiJzcGVjaW1lbiJ9.c3BlY2ltZW4";
    private static final String SERVER = "https://palabre.example.org";

    private final MailRenderer renderer;
    private final Messages messages;
    private final Sender from;

    /** A kind of mail by its name in the outbox. */
    private record Kind(String name, Function<Words, Mail> mail) {}

    /**
     * Texts of a sample.
     *
     * @param name of the set
     * @param site its name
     * @param title of a page
     * @param author of a comment
     * @param text of a comment
     */
    private record Words(String lang, String name, String site, String title, String author, String text) {}

    /**
     * One sample.
     *
     * @param kind as the outbox names it
     * @param lang of the words
     * @param words name of its texts
     * @param subject its subject
     * @param text its plain form
     * @param html its other form
     * @param bytes the whole mail as it would be sent
     */
    public record Sample(
            String kind, String lang, String words, String subject, String text, String html, byte[] bytes) {
        /** The name of its files, without an ending. */
        public String file() {
            return kind + "." + lang + "." + words;
        }
    }

    /** Samples of mails from this sender. */
    public MailSamples(Messages messages, Sender from) {
        this.messages = messages;
        this.renderer = new MailRenderer(new Templates(messages, MailRenderer.TEMPLATES), messages);
        this.from = from;
    }

    /** All samples. */
    public List<Sample> samples() {
        var all = new ArrayList<Sample>();
        for (var kind : kinds()) {
            for (var lang : Messages.LANGUAGES) {
                words(lang).map(words -> sample(kind, words)).forEach(all::add);
            }
        }
        return all;
    }

    private Sample sample(Kind kind, Words words) {
        var mail = kind.mail().apply(words);
        var id = UUID.nameUUIDFromBytes((kind.name() + words.lang() + words.name()).getBytes(StandardCharsets.UTF_8));
        var bytes = SmtpSender.bytes(from, "<" + id + "@palabre.example.org>", "fatou@example.org", mail);
        return new Sample(kind.name(), words.lang(), words.name(), mail.subject(), mail.text(), mail.html(), bytes);
    }

    private static Stream<Words> words(String lang) {
        return Stream.of(
                new Words(
                        lang,
                        "plain",
                        "Le Soir",
                        "La plage de Gorée se vide",
                        "Fatou Ndiaye",
                        "Merci pour cet article.\n\nJ’y étais dimanche : il n’y avait personne, et l’eau était claire."),
                new Words(
                        lang,
                        "long",
                        "L’Observatoire international des pratiques éditoriales et des usages du numérique",
                        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ".repeat(3),
                        "Wolfeschlegelsteinhausenbergerdorff".repeat(3),
                        "Une phrase qui n’en finit pas, et qui recommence. ".repeat(80)),
                new Words(
                        lang,
                        "rtl",
                        "صحيفة المساء",
                        "شاطئ غوري يفرغ من زواره",
                        "فاطمة الزهراء",
                        "شكرا على هذا المقال.\nكنت هناك يوم الأحد."),
                new Words(
                        lang,
                        "hostile",
                        "Le Soir <b>&</b>",
                        "\"><script>alert(1)</script> www.evil.example/gagnez {{lang}} \u202Etxet",
                        "Votre banque <img src=x onerror=alert(1)> https://evil.example",
                        "Cliquez : https://evil.example/login?a=1&b=2\n<a href=\"https://evil.example\">ici</a>\n"
                                + "evil@evil.example\n-- \nLe Soir\nBcc: evil@evil.example\n\n\n\n\u0007fin"));
    }

    private List<Kind> kinds() {
        var kinds = new ArrayList<Kind>(List.of(
                new Kind("published", this::published),
                new Kind("rejected", this::rejected),
                new Kind("removed", this::removed),
                new Kind("waiting", this::waiting),
                new Kind(Outbox.FOLLOW_NEW, this::newComment),
                new Kind(Outbox.FOLLOW_DIGEST, this::digest),
                new Kind("request-answered", this::requestAnswered)));
        Stream.of("request-waiting", "request-due")
                .map(kind -> new Kind(kind, words -> request(words, kind)))
                .forEach(kinds::add);
        Stream.of("erase", "correct", "download", "address", "verify")
                .map(right -> new Kind(right, words -> link(words, right, "/rights/" + right + "/" + TOKEN)))
                .forEach(kinds::add);
        kinds.add(new Kind("receipt", words -> link(words, "receipt", "/c/" + TOKEN)));
        kinds.add(new Kind("mine", words -> link(words, "mine", "/sites/lesoir/mine/link/" + TOKEN)));
        kinds.add(new Kind("follow-ask", words -> link(words, "follow-ask", "/follow/confirm/" + TOKEN)));
        return kinds;
    }

    private Mail published(Words words) {
        return renderer.render(new PublishedMail(
                words.lang(), words.site(), words.title(), page(), comment(), SERVER + "/c/" + TOKEN, words.author()));
    }

    private Mail removed(Words words) {
        return renderer.render(new RemovedMail(
                words.lang(),
                words.site(),
                words.title(),
                page(),
                SERVER + "/c/" + TOKEN,
                words.author(),
                words.name().equals("plain") ? null : "Signalé par plusieurs lecteurs.\nMerci de reformuler.",
                "moderation@lesoir.example"));
    }

    private Mail rejected(Words words) {
        return renderer.render(new RejectedMail(
                words.lang(),
                words.site(),
                words.title(),
                page(),
                SERVER + "/c/" + TOKEN,
                words.author(),
                words.name().equals("plain") ? null : "Hors sujet : l’article parle de la plage.\nMerci d’y revenir."));
    }

    private Mail waiting(Words words) {
        return renderer.render(
                new PendingCommentsMail(words.lang(), words.site(), words.title(), page(), SERVER + "/moderation"));
    }

    private Mail request(Words words, String kind) {
        var due = words.lang().equals("fr") ? "25 décembre 2026" : "25 December 2026";
        return renderer.render(
                new DataRequestMail(words.lang(), words.site(), kind, due, SERVER + "/moderation/requests"));
    }

    private Mail requestAnswered(Words words) {
        var asked = words.lang().equals("fr") ? "25 novembre 2026" : "25 November 2026";
        return renderer.render(new DataRequestAnsweredMail(
                words.lang(),
                words.site(),
                messages.get(words.lang(), "mail.request-answered.body.object", Map.of("date", asked)),
                words.name().equals("long")
                        ? words.text()
                        : "Vos données ne sont plus utilisées.\n\nNous gardons cette réponse un an, comme preuve.",
                SERVER + "/sites/lesoir/mine"));
    }

    private Mail newComment(Words words) {
        return renderer.render(new NewCommentMail(
                words.lang(),
                words.site(),
                words.title(),
                page(),
                comment(),
                words.author(),
                words.text(),
                SERVER + "/follow/stop/" + TOKEN));
    }

    private Mail digest(Words words) {
        var line = new DigestMail.Line(words.author(), words.text(), comment());
        var nobody = new DigestMail.Line("", words.text(), comment());
        var stop = SERVER + "/follow/stop/" + TOKEN;
        return renderer.render(new DigestMail(
                words.lang(),
                words.site(),
                List.of(
                        new DigestMail.Page(words.title(), page(), counted(words, "one", 1), List.of(nobody), "", stop),
                        new DigestMail.Page(
                                words.title(),
                                page(),
                                counted(words, "many", 12),
                                List.of(line, nobody, line),
                                counted(words, "more", 9),
                                stop)),
                SERVER + "/follow/digest/" + TOKEN));
    }

    private String counted(Words words, String key, int count) {
        return messages.get(words.lang(), "mail.follow-digest." + key, Map.of("count", count));
    }

    private Mail link(Words words, String kind, String path) {
        return renderer.render(new LinkMail(words.lang(), words.site(), kind, words.title(), SERVER + path));
    }

    private static String page() {
        return "https://lesoir.example.org/articles/la-plage-de-goree";
    }

    private static String comment() {
        return page() + "#comment-0197a1c2-3d4e-7f00-8a1b-2c3d4e5f6071";
    }
}
