package dev.palabre.comment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.comment.Views.Reader;
import dev.palabre.kernel.http.Accept;
import dev.palabre.kernel.http.Cors;
import dev.palabre.kernel.http.Page;
import dev.palabre.kernel.http.Pages;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.http.Texts;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.template.Messages;
import dev.palabre.notice.Notices;
import dev.palabre.site.PageAddress;
import dev.palabre.site.Site;
import dev.palabre.site.SiteDoor;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public read calls: threads and counts. */
final class ThreadRoutes {
    private static final CharSequence VARY_LANGUAGE = HttpHeaders.createOptimized("Accept-Language");
    private static final int MAX_TITLE = 1_000;
    private static final int MAX_COUNTS = 50;
    /** About the memory that it takes, in bytes: queries are a stranger's, and of any length. */
    private static final long MAX_ASKED_WEIGHT = 16L * 1024 * 1024;

    private final Sites sites;
    private final Notices notices;
    private final Threads threads;
    private final ThreadRenderer renderer;
    private final Messages messages;
    private final Visitors visitors;
    private final RateLimit limit;
    /** What a raw query asks for: working that out costs more than sending the bytes. */
    private final Cache<Asked, Wanted> wanted = Caffeine.newBuilder()
            .maximumWeight(MAX_ASKED_WEIGHT)
            .weigher((Asked asked, Wanted known) -> asked.weight())
            .build();

    /** Everything in a request that decides what is answered. */
    record Asked(
            String uri, @Nullable String accept, @Nullable String acceptLanguage) {
        static Asked by(HttpServerRequest request) {
            return new Asked(
                    request.uri(),
                    request.getHeader(HttpHeaders.ACCEPT),
                    request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        }

        int weight() {
            return 1_000
                    + uri.length()
                    + (accept == null ? 0 : accept.length())
                    + (acceptLanguage == null ? 0 : acceptLanguage.length());
        }
    }

    record Wanted(Reader reader, ThreadKey key) {
        Site site() {
            return reader.site();
        }
    }

    record Counts(Map<String, Integer> counts) {}

    ThreadRoutes(
            Sites sites,
            Notices notices,
            Threads threads,
            ThreadRenderer renderer,
            Messages messages,
            Visitors visitors,
            RateLimit limit) {
        this.sites = sites;
        this.notices = notices;
        this.threads = threads;
        this.renderer = renderer;
        this.messages = messages;
        this.visitors = visitors;
        this.limit = limit;
    }

    void mount(Router router) {
        router.get("/api/sites/:site/thread").handler(this::thread);
        router.get("/api/sites/:site/counts").handler(Reply.handler(this::counts));
    }

    /** Answers at once what was asked before and is ready, without a router on the way. */
    boolean answer(HttpServerRequest request) {
        var known = wanted.getIfPresent(Asked.by(request));
        if (known == null || !known.site().equals(sites.known(known.site().key()))) {
            return false;
        }
        var ready = threads.ready(known.key());
        if (ready == null || limit.take(visitors.bucket(request)) > 0) {
            return false;
        }
        Cors.open(request, known.site().origins(), false);
        send(request, known, ready);
        return true;
    }

    private void thread(RoutingContext ctx) {
        try {
            limit.require(visitors.bucket(ctx.request()), "too_many_requests");
            var wanted = wanted(ctx);
            var ready = threads.ready(wanted.key());
            if (ready != null) {
                send(ctx.request(), wanted, ready);
                return;
            }
            // What the form says of data is stored before anybody reads it.
            notices.served(wanted.site())
                    .compose(stored -> threads.page(
                            wanted.key(),
                            pageSize(wanted),
                            loaded -> renderer.render(wanted.reader(), wanted.key(), loaded)))
                    .onComplete(page -> send(ctx.request(), wanted, page), ctx::fail);
        } catch (RuntimeException e) {
            ctx.fail(e);
        }
    }

    private static void send(HttpServerRequest request, Wanted wanted, Page page) {
        if (wanted.key().format().equals(Reply.HTML)) {
            Pages.protectForm(request.response());
        }
        request.response().headers().add(HttpHeaders.VARY, VARY_LANGUAGE);
        page.send(request);
    }

    private static int pageSize(Wanted wanted) {
        return wanted.site().settings().pageSize();
    }

    private Wanted wanted(RoutingContext ctx) {
        var site = SiteDoor.site(ctx);
        var asked = Asked.by(ctx.request());
        var known = wanted.getIfPresent(asked);
        if (known == null || !known.site().equals(site)) {
            known = read(ctx, site, Accept.pick(asked.accept(), Reply.JSON, Reply.NODES, Reply.HTML));
            wanted.put(asked, known);
        }
        return known;
    }

    private Wanted read(RoutingContext ctx, Site site, String format) {
        var lang = SiteDoor.language(ctx, messages, Params.query(ctx, "lang"));
        var page = page(ctx, site);
        var sort = Sort.of(Params.query(ctx, "sort"));
        var after = Params.query(ctx, "after");
        Cursor.parse(after, sort);
        var key = new ThreadKey(site.id(), page, title(ctx), lang, sort, after, format);
        return new Wanted(new Reader(site, lang), key);
    }

    /** The page that a query names by {@code url}, by {@code id}, or by both. */
    static PageAddress page(RoutingContext ctx, Site site) {
        return PageAddress.asked(site, Params.query(ctx, "url"), Params.query(ctx, "id"));
    }

    private static @Nullable String title(RoutingContext ctx) {
        var title = Params.queryOfAnyLength(ctx, "title");
        if (title == null) {
            return null;
        }
        var normal = Texts.normal(title).replaceAll("\\s+", " ");
        return normal.isEmpty() ? null : cut(normal);
    }

    private static String cut(String title) {
        if (title.length() <= MAX_TITLE) {
            return title;
        }
        // Not between the two halves of one character.
        var end = Character.isHighSurrogate(title.charAt(MAX_TITLE - 1)) ? MAX_TITLE - 1 : MAX_TITLE;
        return title.substring(0, end).strip();
    }

    private Future<Reply> counts(RoutingContext ctx) {
        limit.require(visitors.bucket(ctx.request()), "too_many_requests");
        var site = SiteDoor.site(ctx);
        var pages = new LinkedHashMap<String, PageAddress>();
        ctx.queryParam("url").forEach(url -> pages.put(url, PageAddress.asked(site, url, null)));
        ctx.queryParam("id").forEach(id -> pages.put(id, PageAddress.asked(site, null, id)));
        if (pages.isEmpty()) {
            page(ctx, site);
        }
        if (pages.size() > MAX_COUNTS) {
            throw Problem.malformed("url", "not_in_range");
        }
        return threads.counts(site, List.copyOf(pages.values())).map(published -> {
            var counts = new HashMap<String, Integer>();
            pages.forEach((sent, page) -> counts.put(sent, published.getOrDefault(page.key(), 0)));
            return Reply.json(200, new Counts(counts)).with("Cache-Control", "public, max-age=10");
        });
    }
}
