package dev.palabre.moderation.console;

import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.Reply;
import dev.palabre.mail.Masked;
import dev.palabre.mail.Outbox;
import dev.palabre.mail.Preview;
import dev.palabre.moderation.console.Chrome.Section;
import dev.palabre.moderation.console.MailsView.MailRow;
import dev.palabre.signin.Authenticate;
import dev.palabre.signin.Caller;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** The mails that left or would leave, for those who decide: authors' receipts stand in them. */
final class MailRoutes {
    private static final int MOST = 50;

    private final Outbox outbox;
    private final Authenticate authenticate;
    private final Sites sites;
    private final Chrome chrome;

    private record Sent(Site site, Preview mail) {}

    MailRoutes(Outbox outbox, Authenticate authenticate, Sites sites, Chrome chrome) {
        this.outbox = outbox;
        this.authenticate = authenticate;
        this.sites = sites;
        this.chrome = chrome;
    }

    void mount(Router router) {
        router.get("/moderation/mails")
                .handler(Reply.handler(ctx -> authenticate.known(ctx).compose(known -> known.map(
                                caller -> mails(ctx, caller))
                        .orElseGet(() -> Future.succeededFuture(Reply.seeOther(chrome.path("/moderation/sign-in")))))));
    }

    private Future<Reply> mails(RoutingContext ctx, Caller caller) {
        var lang = chrome.lang(ctx, caller);
        Failures.speak(ctx, lang);
        var deciding = caller.sites().stream().filter(caller::canDecide).toList();
        return outbox.previews(deciding, MOST).compose(this::withSites).map(sent -> {
            var rows = sent.stream().map(each -> row(lang, each)).toList();
            var frame = chrome.frame(chrome.say(lang, "moderation.mails"), caller, Section.MAILS);
            var view = new MailsView(lang, chrome.dir(lang), frame, rows, rows.isEmpty());
            return chrome.page(ctx, 200, "console-mails", view);
        });
    }

    private Future<List<Sent>> withSites(List<Preview> mails) {
        return Future.all(mails.stream()
                        .map(mail -> sites.require(mail.siteId()).map(site -> new Sent(site, mail)))
                        .toList())
                .map(all -> all.list());
    }

    private MailRow row(String lang, Sent sent) {
        var mail = sent.mail();
        return new MailRow(
                mail.to().isEmpty() ? chrome.say(lang, "moderation.mail.nobody") : mail.to(),
                mail.written() ? mail.subject() : chrome.say(lang, "moderation.mail.unwritten"),
                mail.text().strip(),
                mail.state(),
                chrome.say(lang, "moderation.mail." + mail.state()),
                sent.site().name(),
                mail.createdAt().toString(),
                sent.site().dates(lang).brief(mail.createdAt()),
                mail.lastError(),
                mail.bounceCode() == null
                        ? null
                        : chrome.say(
                                lang,
                                "moderation.mail.bounced",
                                Map.of("address", Masked.of(mail.to()), "code", mail.bounceCode())));
    }
}
