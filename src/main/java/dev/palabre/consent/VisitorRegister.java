package dev.palabre.consent;

import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.token.Code;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Finds a visitor's records by the receipt that their browser remembers, or that they type. */
final class VisitorRegister {
    private final Consents consents;
    private final Messages messages;

    VisitorRegister(Consents consents, Messages messages) {
        this.consents = consents;
        this.messages = messages;
    }

    Future<List<Recorded>> of(Site site, RoutingContext ctx, String typed, String lang) {
        return typed.isEmpty()
                ? ConsentCookie.read(ctx, site.id())
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
    private static Optional<Code> number(String typed) {
        var path = typed.replaceFirst("[?#].*", "");
        return Code.parse(path.substring(path.lastIndexOf('/') + 1));
    }

    private Future<List<Recorded>> recorded(Site site, Code code, String lang) {
        return consents.register(code).map(register -> register.choices().stream()
                .map(stored -> new Recorded(
                        ReceiptView.sentence(stored.event(), site.dates(lang), lang, messages),
                        ReceiptView.past(stored)))
                .toList());
    }
}
