package dev.palabre.privacy.notice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.http.CachedResponse;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.Params;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RateLimit;
import dev.palabre.http.Response;
import dev.palabre.http.SecurityHeaders;
import dev.palabre.http.Vary;
import dev.palabre.http.Voice;
import dev.palabre.privacy.notice.NoticeView.Link;
import dev.palabre.privacy.notice.Notices.Listed;
import dev.palabre.privacy.notice.Notices.Served;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.SiteHandler;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import dev.palabre.text.CanonicalJson;
import dev.palabre.text.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The notice that is in force, every version that ever was, and the list of them: public, for pages and for programs. */
final class NoticeRoutes {
    /** The page's own words may get better; what it is about does not change. */
    private static final String DAILY = "public, max-age=86400";

    private static final int MOST_PAGES = 1_000;

    private final Notices notices;
    private final Templates templates;
    private final Messages messages;
    private final PublicUrl links;
    private final ClientAddresses visitors;
    private final RateLimit reads;
    private final Cache<Key, CachedResponse> finished =
            Caffeine.newBuilder().maximumSize(MOST_PAGES).build();

    /** What decides on the bytes of the notice in force. */
    private record Key(Site site, String version, String lang, boolean json) {}

    NoticeRoutes(Notices notices, Voice voice, ClientAddresses visitors, RateLimit reads) {
        this.notices = notices;
        this.templates = voice.templates();
        this.messages = voice.messages();
        this.links = voice.links();
        this.visitors = visitors;
        this.reads = reads;
    }

    void mount(Router router) {
        router.get("/sites/:site/notice").handler(this::now);
        router.get("/sites/:site/notice/versions").handler(Response.handler(this::list));
        router.get("/sites/:site/notice/:version").handler(Response.handler(this::version));
    }

    private void now(RoutingContext ctx) {
        try {
            reads.require(visitors.bucket(ctx.request()), "too_many_requests");
            var site = SiteHandler.site(ctx);
            var lang = SiteHandler.language(ctx, messages, Params.query(ctx, "lang"));
            var isJson = "json".equals(format(ctx));
            notices.served(site)
                    .map(now -> finished.get(
                            new Key(site, now.notice().version(), lang, isJson), key -> finish(ctx, site, now, isJson)))
                    .onComplete(page -> send(ctx, page, isJson), ctx::fail);
        } catch (RuntimeException e) {
            ctx.fail(e);
        }
    }

    private CachedResponse finish(RoutingContext ctx, Site site, Served now, boolean isJson) {
        return isJson
                ? CachedResponse.of(Response.JSON, CachedResponse.REVALIDATE, Json.bytes(json(site, now)))
                : CachedResponse.of(
                        Response.HTML,
                        CachedResponse.REVALIDATE,
                        Buffer.buffer(templates.render(
                                "page-notice", view(ctx, site, now, now.notice().version()))));
    }

    private static void send(RoutingContext ctx, CachedResponse page, boolean isJson) {
        if (!isJson) {
            SecurityHeaders.protect(ctx.response());
            Vary.add(ctx.response().headers(), "Accept-Language");
        }
        page.send(ctx.request());
    }

    private Future<Response> version(RoutingContext ctx) {
        reads.require(visitors.bucket(ctx.request()), "too_many_requests");
        var site = SiteHandler.site(ctx);
        var version = Params.path(ctx, "version");
        return notices.version(site, version)
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(found -> switch (format(ctx)) {
                    case "canonical" ->
                        Response.of(
                                        200,
                                        Response.JSON,
                                        Buffer.buffer(CanonicalJson.text(
                                                found.notice().document())))
                                .with("Cache-Control", CachedResponse.IMMUTABLE);
                    case "json" ->
                        Response.json(200, json(site, found)).with("Cache-Control", CachedResponse.IMMUTABLE);
                    default -> {
                        var inForce = notices.of(site).version();
                        yield page(ctx, "page-notice", view(ctx, site, found, inForce), DAILY)
                                .with("X-Robots-Tag", "noindex");
                    }
                });
    }

    private Future<Response> list(RoutingContext ctx) {
        reads.require(visitors.bucket(ctx.request()), "too_many_requests");
        var site = SiteHandler.site(ctx);
        return notices.served(site).compose(now -> notices.versions(site)
                .map(all -> "json".equals(format(ctx))
                        ? Response.json(
                                        200,
                                        Map.of(
                                                "versions",
                                                all.stream()
                                                        .map(each -> row(site, each))
                                                        .toList()))
                                .with("Cache-Control", CachedResponse.REVALIDATE)
                        : page(
                                ctx,
                                "page-notices",
                                listed(ctx, site, all, now.notice().version()),
                                CachedResponse.REVALIDATE)));
    }

    private Response page(RoutingContext ctx, String template, Record view, String cache) {
        SecurityHeaders.protect(ctx.response());
        return Response.html(200, templates.render(template, view))
                .with("Cache-Control", cache)
                .with("Vary", "Accept-Language");
    }

    private NoticeView view(RoutingContext ctx, Site site, Served served, String inForce) {
        var notice = served.notice();
        var lang = SiteHandler.language(ctx, messages, Params.query(ctx, "lang"));
        var url = notice.fact("url");
        return new NoticeView(
                lang,
                messages.direction(lang),
                links.to("/assets"),
                notice.words(lang),
                links.to("/sites/" + site.key() + "/mine?lang=" + lang),
                contact(notice.fact("contact")),
                authority(notice),
                url.isEmpty() ? null : url,
                notice.fact("siteName"),
                notice.version(),
                site.dates(lang).day(served.since()),
                served.since().toString(),
                notice.version().equals(inForce),
                base(site) + "?lang=" + lang,
                base(site) + "/versions?lang=" + lang,
                base(site) + "/" + notice.version() + "?format=canonical");
    }

    private NoticeView.Versions listed(RoutingContext ctx, Site site, List<Listed> all, String inForce) {
        var lang = SiteHandler.language(ctx, messages, Params.query(ctx, "lang"));
        var dates = site.dates(lang);
        return new NoticeView.Versions(
                lang,
                messages.direction(lang),
                links.to("/assets"),
                site.name(),
                all.stream()
                        .map(each -> new NoticeView.Version(
                                each.version(),
                                links.to(NoticeModule.path(site.key(), each.version(), lang)),
                                dates.moment(each.since()),
                                each.since().toString(),
                                each.version().equals(inForce)))
                        .toList());
    }

    /** What browsers can open of what an owner wrote: a page, or a mailbox. */
    private static @Nullable Link contact(String contact) {
        if (contact.startsWith("https://") || contact.startsWith("http://")) {
            return new Link(contact, contact);
        }
        return contact.matches("[^\\s@<>,;?&]+@[^\\s@<>,;?&]+") ? new Link(contact, "mailto:" + contact) : null;
    }

    private static @Nullable Link authority(Notice notice) {
        var url = notice.fact("authorityUrl");
        var name = notice.fact("authority");
        return url.isEmpty() ? null : new Link(name.isEmpty() ? url : name, url);
    }

    private Map<String, Object> json(Site site, Served served) {
        var json = row(site, new Listed(served.notice().version(), served.since()));
        json.put("digest", "SHA-256 of notice, as UTF-8 JSON with its keys sorted and without spaces");
        json.put("canonicalUrl", base(site) + "/" + served.notice().version() + "?format=canonical");
        json.put("notice", served.notice().document());
        return json;
    }

    private Map<String, Object> row(Site site, Listed listed) {
        var row = new LinkedHashMap<String, Object>();
        row.put("version", listed.version());
        row.put("since", listed.since().toString());
        row.put("url", base(site) + "/" + listed.version());
        return row;
    }

    private String base(Site site) {
        return links.to("/sites/" + site.key() + "/notice");
    }

    private static String format(RoutingContext ctx) {
        var format = Params.query(ctx, "format");
        return format == null ? "" : format;
    }
}
