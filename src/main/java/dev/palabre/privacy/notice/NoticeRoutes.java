package dev.palabre.privacy.notice;

import static dev.palabre.site.SiteRequest.siteHandler;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.http.CachedResponse;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Pages;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.notice.NoticeView.Link;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.SiteRequest;
import dev.palabre.text.CanonicalJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The notice that is in force, every version that ever was, and the list of them: public, for pages and for programs. */
final class NoticeRoutes implements Routes {
    /** The page's own words may get better; what it is about does not change. */
    private static final String DAILY = "public, max-age=86400";

    private static final int MOST_PAGES = 1_000;

    private final Notices notices;
    private final Pages pages;
    private final ClientLimit reads;
    private final Cache<Key, Response> finished = Caffeine.newBuilder()
            .maximumSize(MOST_PAGES)
            .executor(Runnable::run)
            .build();

    /** What decides on the bytes of the notice in force. */
    private record Key(Site site, String version, String lang, boolean json) {}

    NoticeRoutes(Notices notices, Pages pages, ClientLimit reads) {
        this.notices = notices;
        this.pages = pages;
        this.reads = reads;
    }

    @Override
    public void mount(Router router) {
        router.get("/sites/:site/notice").handler(siteHandler(this::current));
        router.get("/sites/:site/notice/versions").handler(siteHandler(this::list));
        router.get("/sites/:site/notice/:version").handler(siteHandler(this::version));
    }

    private Future<Response> current(SiteRequest request) {
        reads.count(request);
        var site = request.site();
        var lang = request.language(pages.messages(), request.query("lang"));
        var isJson = "json".equals(format(request));
        return notices.served(site)
                .map(now -> finished.get(
                        new Key(site, now.notice().version(), lang, isJson),
                        key -> isJson
                                ? Response.json(200, json(site, now)).with("Cache-Control", CachedResponse.REVALIDATE)
                                : page(
                                        "privacy/notice/notice",
                                        view(request, site, now, now.notice().version()),
                                        CachedResponse.REVALIDATE)));
    }

    private Future<Response> version(SiteRequest request) {
        reads.count(request);
        var site = request.site();
        var version = request.path("version");
        return notices.version(site, version)
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(found -> switch (format(request)) {
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
                        yield page("privacy/notice/notice", view(request, site, found, inForce), DAILY)
                                .with("X-Robots-Tag", "noindex");
                    }
                });
    }

    private Future<Response> list(SiteRequest request) {
        reads.count(request);
        var site = request.site();
        return notices.served(site).compose(now -> notices.versions(site)
                .map(all -> "json".equals(format(request))
                        ? Response.json(
                                        200,
                                        Map.of(
                                                "versions",
                                                all.stream()
                                                        .map(each -> row(site, each))
                                                        .toList()))
                                .with("Cache-Control", CachedResponse.REVALIDATE)
                        : page(
                                "privacy/notice/notice-versions",
                                listed(request, site, all, now.notice().version()),
                                CachedResponse.REVALIDATE)));
    }

    private Response page(String template, Record view, String cache) {
        return pages.page(200, template, view).with("Cache-Control", cache).with("Vary", "Accept-Language");
    }

    private NoticeView view(SiteRequest request, Site site, StoredNotice served, String inForce) {
        var notice = served.notice();
        var lang = request.language(pages.messages(), request.query("lang"));
        var url = notice.fact("url");
        return new NoticeView(
                pages.layout(lang, notice.fact("siteName")),
                notice.words(lang),
                pages.url("/sites/" + site.key() + "/mine?lang=" + lang),
                contact(notice.fact("contact")),
                authority(notice),
                url.isEmpty() ? null : url,
                notice.version(),
                site.dates(lang).day(served.since()),
                served.since().toString(),
                notice.version().equals(inForce),
                base(site) + "?lang=" + lang,
                base(site) + "/versions?lang=" + lang,
                base(site) + "/" + notice.version() + "?format=canonical");
    }

    private NoticeView.Versions listed(SiteRequest request, Site site, List<NoticeVersion> all, String inForce) {
        var lang = request.language(pages.messages(), request.query("lang"));
        var dates = site.dates(lang);
        return new NoticeView.Versions(
                pages.layout(lang, site.name()),
                all.stream()
                        .map(each -> new NoticeView.Version(
                                each.version(),
                                pages.url(Notices.path(site.key(), each.version(), lang)),
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

    private Map<String, Object> json(Site site, StoredNotice served) {
        var json = row(site, new NoticeVersion(served.notice().version(), served.since()));
        json.put("digest", "SHA-256 of notice, as UTF-8 JSON with its keys sorted and without spaces");
        json.put("canonicalUrl", base(site) + "/" + served.notice().version() + "?format=canonical");
        json.put("notice", served.notice().document());
        return json;
    }

    private Map<String, Object> row(Site site, NoticeVersion listed) {
        var row = new LinkedHashMap<String, Object>();
        row.put("version", listed.version());
        row.put("since", listed.since().toString());
        row.put("url", base(site) + "/" + listed.version());
        return row;
    }

    private String base(Site site) {
        return pages.url("/sites/" + site.key() + "/notice");
    }

    private static String format(SiteRequest request) {
        var format = request.query("format");
        return format == null ? "" : format;
    }
}
