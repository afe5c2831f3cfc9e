package dev.palabre.consent.banner;

import dev.palabre.consent.choice.ConsentCookie;
import dev.palabre.consent.choice.Consents;
import dev.palabre.crypto.AccessCode;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.SiteRequest;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Finds a visitor's records by the receipt that their browser remembers, or that they type. */
public final class VisitorConsents {
    private final Consents consents;
    private final Messages messages;

    public VisitorConsents(Consents consents, Messages messages) {
        this.consents = consents;
        this.messages = messages;
    }

    public Future<List<RecordedChoice>> of(SiteRequest request, String typed, String lang) {
        var site = request.site();
        return typed.isEmpty()
                ? ConsentCookie.read(request, site.id())
                        .map(code -> recorded(site, code, lang).otherwise(List.of()))
                        .orElseGet(() -> Future.succeededFuture(List.of()))
                : number(typed)
                        .filter(code -> code.siteId() == site.id())
                        .map(code -> recorded(site, code, lang))
                        .orElseGet(() -> Future.failedFuture(Problem.notFound()))
                        .recover(failure -> Future.failedFuture(
                                failure instanceof Problem
                                        ? Problem.of(Problem.Kind.INVALID, "unknown_consent")
                                        : failure));
    }

    /** The number itself, or the end of the receipt's address. */
    private static Optional<AccessCode> number(String typed) {
        var path = typed.replaceFirst("[?#].*", "");
        return AccessCode.parse(path.substring(path.lastIndexOf('/') + 1));
    }

    private Future<List<RecordedChoice>> recorded(Site site, AccessCode code, String lang) {
        return consents.register(code).map(register -> register.choices().stream()
                .map(stored -> new RecordedChoice(
                        ConsentReceiptView.sentence(stored.event(), site.dates(lang), lang, messages),
                        ConsentReceiptView.past(stored)))
                .toList());
    }
}
