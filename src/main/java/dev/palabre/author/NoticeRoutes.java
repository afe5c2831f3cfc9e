package dev.palabre.author;

import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.Page;
import dev.palabre.kernel.http.Pages;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.site.SiteDoor;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The full legal notice of a site's comments, made of its settings. */
final class NoticeRoutes {
    private final Templates templates;
    private final Messages messages;
    private final Links links;

    record NoticeView(
            String lang,
            String dir,
            String title,
            String assets,
            String siteName,
            String controller,
            @Nullable String contact,
            String mine) {}

    NoticeRoutes(Templates templates, Messages messages, Links links) {
        this.templates = templates;
        this.messages = messages;
        this.links = links;
    }

    void mount(Router router) {
        router.get("/sites/:site/notice").handler(Reply.handler(this::notice));
    }

    private Future<Reply> notice(RoutingContext ctx) {
        var site = SiteDoor.site(ctx);
        var lang = SiteDoor.language(ctx, messages, Params.query(ctx, "lang"));
        Pages.protect(ctx.response());
        return Future.succeededFuture(Reply.html(
                        200,
                        templates.render(
                                "page-notice",
                                new NoticeView(
                                        lang,
                                        messages.direction(lang),
                                        messages.get(lang, "author.notice.title"),
                                        links.to("/assets"),
                                        site.name(),
                                        site.controller(),
                                        site.settings().contact(),
                                        links.to("/sites/" + site.key() + "/mine?lang=" + lang))))
                .with("Cache-Control", Page.REVALIDATE));
    }
}
