package dev.palabre.request;

import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.template.Messages;
import dev.palabre.mail.Composers;
import dev.palabre.mail.Letter;
import dev.palabre.mail.Mail;
import dev.palabre.mail.MailRenderer;
import dev.palabre.mail.RequestAnsweredMail;
import dev.palabre.mail.RequestMail;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the mails about requests: to moderators without a word of who asks what, to who asked with the answer. */
final class RequestLetters {
    private final Requests requests;
    private final Sites sites;
    private final MailRenderer renderer;
    private final Messages messages;
    private final Links links;

    RequestLetters(Requests requests, Sites sites, MailRenderer renderer, Messages messages, Links links) {
        this.requests = requests;
        this.sites = sites;
        this.renderer = renderer;
        this.messages = messages;
        this.links = links;
    }

    void write(Composers composers) {
        composers.register(Requests.WAITING, letter -> notice(letter, false));
        composers.register(Requests.DUE, letter -> notice(letter, true));
        composers.registerAsked(Requests.ANSWERED, this::answered);
    }

    /** Nothing where all of it was answered before the notice left. */
    private Future<Optional<Mail>> notice(Letter letter, boolean warned) {
        return Future.all(sites.require(letter.siteId()), requests.soonest(letter.siteId(), warned))
                .map(both -> {
                    Site site = both.resultAt(0);
                    return both.<Optional<Instant>>resultAt(1)
                            .map(due -> renderer.render(new RequestMail(
                                    letter.lang(),
                                    site.name(),
                                    letter.kind(),
                                    site.dates(letter.lang()).day(due),
                                    links.to("/moderation/requests"))));
                });
    }

    private Future<Optional<Mail>> answered(Letter letter) {
        return Future.all(sites.require(letter.siteId()), requests.find(List.of(letter.siteId()), letter.subjectId()))
                .map(both -> both.<Optional<Request>>resultAt(1)
                        .flatMap(request -> answered(letter, both.resultAt(0), request)));
    }

    private Optional<Mail> answered(Letter letter, Site site, Request request) {
        return Optional.ofNullable(request.answer())
                .map(answer -> renderer.render(new RequestAnsweredMail(
                        letter.lang(),
                        site.name(),
                        messages.get(
                                letter.lang(),
                                "mail.request-answered.body." + request.matter().wire(),
                                Map.of("date", site.dates(letter.lang()).day(request.askedAt()))),
                        answer,
                        links.to("/sites/" + site.key() + "/mine"))));
    }
}
