package dev.palabre.privacy.datarequest;

import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.OutboxMessage;
import dev.palabre.mail.template.DataRequestAnsweredMail;
import dev.palabre.mail.template.DataRequestMail;
import dev.palabre.mail.template.Mail;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the mails about requests: to moderators without a word of who asks what, to who asked with the answer. */
final class DataRequestMails {
    private final DataRequests requests;
    private final Sites sites;
    private final MailRenderer renderer;
    private final Messages messages;
    private final PublicUrl links;

    DataRequestMails(DataRequests requests, Sites sites, MailRenderer renderer, Messages messages, PublicUrl links) {
        this.requests = requests;
        this.sites = sites;
        this.renderer = renderer;
        this.messages = messages;
        this.links = links;
    }

    void write(MailComposers composers) {
        composers.register(DataRequests.WAITING, letter -> notice(letter, false));
        composers.register(DataRequests.DUE, letter -> notice(letter, true));
        composers.registerAsked(DataRequests.ANSWERED, this::answered);
    }

    /** Nothing where all of it was answered before the notice left. */
    private Future<Optional<Mail>> notice(OutboxMessage letter, boolean warned) {
        return Future.all(sites.require(letter.siteId()), requests.soonest(letter.siteId(), warned))
                .map(both -> {
                    Site site = both.resultAt(0);
                    return both.<Optional<Instant>>resultAt(1)
                            .map(due -> renderer.render(new DataRequestMail(
                                    letter.lang(),
                                    site.name(),
                                    letter.kind(),
                                    site.dates(letter.lang()).day(due),
                                    links.to("/moderation/requests"))));
                });
    }

    private Future<Optional<Mail>> answered(OutboxMessage letter) {
        return Future.all(sites.require(letter.siteId()), requests.find(List.of(letter.siteId()), letter.subjectId()))
                .map(both -> both.<Optional<DataRequest>>resultAt(1)
                        .flatMap(request -> answered(letter, both.resultAt(0), request)));
    }

    private Optional<Mail> answered(OutboxMessage letter, Site site, DataRequest request) {
        return Optional.ofNullable(request.answer())
                .map(answer -> renderer.render(new DataRequestAnsweredMail(
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
