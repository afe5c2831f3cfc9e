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

/** Composes the mails about data requests: to moderators without personal data, to the author with the answer. */
final class DataRequestMails {
    private final DataRequests requests;
    private final Sites sites;
    private final MailRenderer renderer;
    private final Messages messages;
    private final PublicUrl url;

    DataRequestMails(DataRequests requests, Sites sites, MailRenderer renderer, Messages messages, PublicUrl url) {
        this.requests = requests;
        this.sites = sites;
        this.renderer = renderer;
        this.messages = messages;
        this.url = url;
    }

    void register(MailComposers composers) {
        composers.register(DataRequests.WAITING, message -> notice(message, false));
        composers.register(DataRequests.DUE, message -> notice(message, true));
        composers.registerAsked(DataRequests.ANSWERED, this::answered);
    }

    /** Empty where all requests were answered before the mail is sent. */
    private Future<Optional<Mail>> notice(OutboxMessage message, boolean remindedOnly) {
        return Future.all(sites.require(message.siteId()), requests.soonest(message.siteId(), remindedOnly))
                .map(both -> {
                    Site site = both.resultAt(0);
                    return both.<Optional<Instant>>resultAt(1)
                            .map(due -> renderer.render(new DataRequestMail(
                                    message.lang(),
                                    site.name(),
                                    message.kind(),
                                    site.dates(message.lang()).day(due),
                                    url.to("/moderation/requests"))));
                });
    }

    private Future<Optional<Mail>> answered(OutboxMessage message) {
        return Future.all(
                        sites.require(message.siteId()), requests.find(List.of(message.siteId()), message.subjectId()))
                .map(both -> both.<Optional<DataRequest>>resultAt(1)
                        .flatMap(request -> answered(message, both.resultAt(0), request)));
    }

    private Optional<Mail> answered(OutboxMessage message, Site site, DataRequest request) {
        return Optional.ofNullable(request.answer())
                .map(answer -> renderer.render(new DataRequestAnsweredMail(
                        message.lang(),
                        site.name(),
                        messages.get(
                                message.lang(),
                                "mail.request-answered.body." + request.type().wire(),
                                Map.of("date", site.dates(message.lang()).day(request.requestedAt()))),
                        answer,
                        url.to("/sites/" + site.key() + "/mine"))));
    }
}
