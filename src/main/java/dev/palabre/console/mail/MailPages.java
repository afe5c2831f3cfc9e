package dev.palabre.console.mail;

import dev.palabre.address.MaskedEmail;
import dev.palabre.auth.Authenticator;
import dev.palabre.auth.Principal;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.console.mail.MailsView.MailRow;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Response;
import dev.palabre.mail.outbox.MailPreview;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** The mails that left or would leave, for those who decide: authors' receipts stand in them. */
public final class MailPages {
    private static final int MOST = 50;

    private final Outbox outbox;
    private final Authenticator authenticate;
    private final Sites sites;
    private final ConsoleLayout layout;

    private record Sent(Site site, MailPreview mail) {}

    public MailPages(Outbox outbox, Authenticator authenticate, Sites sites, ConsoleLayout layout) {
        this.outbox = outbox;
        this.authenticate = authenticate;
        this.sites = sites;
        this.layout = layout;
    }

    public void mount(Router router) {
        router.get("/moderation/mails")
                .handler(Response.handler(
                        ctx -> authenticate.known(ctx).compose(known -> known.map(caller -> mails(ctx, caller))
                                .orElseGet(() -> Future.succeededFuture(
                                        Response.seeOther(layout.path("/moderation/sign-in")))))));
    }

    private Future<Response> mails(RoutingContext ctx, Principal caller) {
        var lang = layout.lang(ctx, caller);
        ErrorHandler.speak(ctx, lang);
        var deciding = caller.sites().stream().filter(caller::canDecide).toList();
        return outbox.previews(deciding, MOST).compose(this::withSites).map(sent -> {
            var rows = sent.stream().map(each -> row(lang, each)).toList();
            var frame = layout.frame(layout.text(lang, "moderation.mails"), caller, Section.MAILS);
            var view = new MailsView(lang, layout.dir(lang), frame, rows, rows.isEmpty());
            return layout.page(200, "console-mails", view);
        });
    }

    private Future<List<Sent>> withSites(List<MailPreview> mails) {
        return Future.all(mails.stream()
                        .map(mail -> sites.require(mail.siteId()).map(site -> new Sent(site, mail)))
                        .toList())
                .map(all -> all.list());
    }

    private MailRow row(String lang, Sent sent) {
        var mail = sent.mail();
        return new MailRow(
                mail.to().isEmpty() ? layout.text(lang, "moderation.mail.nobody") : mail.to(),
                mail.written() ? mail.subject() : layout.text(lang, "moderation.mail.unwritten"),
                mail.text().strip(),
                mail.state(),
                layout.text(lang, "moderation.mail." + mail.state()),
                sent.site().name(),
                mail.createdAt().toString(),
                sent.site().dates(lang).brief(mail.createdAt()),
                mail.lastError(),
                mail.bounceCode() == null
                        ? null
                        : layout.text(
                                lang,
                                "moderation.mail.bounced",
                                Map.of("address", MaskedEmail.of(mail.to()), "code", mail.bounceCode())));
    }
}
