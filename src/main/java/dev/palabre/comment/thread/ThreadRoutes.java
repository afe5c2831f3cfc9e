package dev.palabre.comment.thread;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.ThreadCursor;
import dev.palabre.comment.model.ThreadOrder;
import dev.palabre.http.CachedResponse;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.ContentNegotiation;
import dev.palabre.http.Cors;
import dev.palabre.http.Params;
import dev.palabre.http.RateLimit;
import dev.palabre.http.Response;
import dev.palabre.http.SecurityHeaders;
import dev.palabre.http.Vary;
import dev.palabre.privacy.notice.Notices;
import dev.palabre.problem.Problem;
import dev.palabre.site.PageUrl;
import dev.palabre.site.Site;
import dev.palabre.site.SiteHandler;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import dev.palabre.text.TextRules;
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
public final class ThreadRoutes {
    private static final CharSequence VARY_LANGUAGE = HttpHeaders.createOptimized("Accept-Language");
    private static final int MAX_TITLE = 1_000;
    private static final int MAX_COUNTS = 50;
    /** About the memory that it takes, in bytes: queries are a stranger's, and of any length. */
    private static final long MAX_ASKED_WEIGHT = 16L * 1024 * 1024;

    private final Sites sites;
    private final Notices notices;
    private final ThreadCache threads;
    private final ThreadRenderer renderer;
    private final Messages messages;
    private final ClientAddresses visitors;
    private final RateLimit limit;
    /** What a raw query asks for: working that out costs more than sending the bytes. */
    private final Cache<Asked, Wanted> wanted = Caffeine.newBuilder()
            .maximumWeight(MAX_ASKED_WEIGHT)
            .weigher((Asked asked, Wanted known) -> asked.weight())
            .executor(Runnable::run)
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

    record Wanted(Reader reader, ThreadKey key, ThreadKey shared) {
        Site site() {
            return reader.site();
        }
    }

    record Counts(Map<String, Integer> counts) {}

    public ThreadRoutes(
            Sites sites,
            Notices notices,
            ThreadCache threads,
            ThreadRenderer renderer,
            Messages messages,
            ClientAddresses visitors,
            RateLimit limit) {
        this.sites = sites;
        this.notices = notices;
        this.threads = threads;
        this.renderer = renderer;
        this.messages = messages;
        this.visitors = visitors;
        this.limit = limit;
    }

    public void mount(Router router) {
        router.get("/api/sites/:site/thread").handler(this::thread);
        router.get("/api/sites/:site/counts").handler(Response.handler(this::counts));
    }

    /** Answers at once what was asked before and is ready, without a router on the way. */
    public boolean answer(HttpServerRequest request) {
        var known = wanted.getIfPresent(Asked.by(request));
        if (known == null || !known.site().equals(sites.known(known.site().key()))) {
            return false;
        }
        var ready = threads.ready(known.key(), known.shared());
        if (ready == null || limit.take(visitors.bucket(request)) > 0) {
            return false;
        }
        Cors.open(request, known.site().origins(), false);
        send(request, known, ready, false);
        return true;
    }

    private void thread(RoutingContext ctx) {
        try {
            limit.require(visitors.bucket(ctx.request()), "too_many_requests");
            var wanted = wanted(ctx);
            var ready = threads.ready(wanted.key(), wanted.shared());
            if (ready != null) {
                send(ctx.request(), wanted, ready, false);
                return;
            }
            // What the form says of data is stored before anybody reads it.
            notices.served(wanted.site())
                    .compose(stored -> threads.page(
                            wanted.key(),
                            pageSize(wanted),
                            loaded -> renderer.render(wanted.reader(), wanted.key(), loaded)))
                    .onComplete(page -> send(ctx.request(), wanted, page.value(), page.stale()), ctx::fail);
        } catch (RuntimeException e) {
            ctx.fail(e);
        }
    }

    private static void send(HttpServerRequest request, Wanted wanted, CachedResponse page, boolean stale) {
        if (wanted.key().format().equals(Response.HTML)) {
            SecurityHeaders.protectForm(request.response());
        }
        Vary.add(request.response().headers(), VARY_LANGUAGE);
        if (stale) {
            page.sendStale(request);
        } else {
            page.send(request);
        }
    }

    private static int pageSize(Wanted wanted) {
        return wanted.site().settings().pageSize();
    }

    private Wanted wanted(RoutingContext ctx) {
        var site = SiteHandler.site(ctx);
        var asked = Asked.by(ctx.request());
        var known = wanted.getIfPresent(asked);
        if (known == null || !known.site().equals(site)) {
            known = read(
                    ctx, site, ContentNegotiation.pick(asked.accept(), Response.JSON, Response.NODES, Response.HTML));
            wanted.put(asked, known);
        }
        return known;
    }

    private Wanted read(RoutingContext ctx, Site site, String format) {
        var lang = SiteHandler.language(ctx, messages, Params.query(ctx, "lang"));
        var page = page(ctx, site);
        var sort = ThreadOrder.of(Params.query(ctx, "sort"));
        var after = Params.query(ctx, "after");
        ThreadCursor.parse(after, sort);
        var key = new ThreadKey(site.id(), page, title(ctx), lang, sort, after, format);
        return new Wanted(new Reader(site, lang), key, key.shared());
    }

    /** The page that a query names by {@code url}, by {@code id}, or by both. */
    public static PageUrl page(RoutingContext ctx, Site site) {
        return PageUrl.asked(site, Params.query(ctx, "url"), Params.query(ctx, "id"));
    }

    private static @Nullable String title(RoutingContext ctx) {
        var title = Params.queryOfAnyLength(ctx, "title");
        if (title == null) {
            return null;
        }
        var start = cut(title.strip());
        if (TextRules.longestMarks(start) > TextRules.MAX_MARKS) {
            return null;
        }
        var normal = TextRules.normal(start).replaceAll("\\s+", " ");
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

    private Future<Response> counts(RoutingContext ctx) {
        limit.require(visitors.bucket(ctx.request()), "too_many_requests");
        var site = SiteHandler.site(ctx);
        var pages = new LinkedHashMap<String, PageUrl>();
        ctx.queryParam("url").forEach(url -> pages.put(url, PageUrl.asked(site, url, null)));
        ctx.queryParam("id").forEach(id -> pages.put(id, PageUrl.asked(site, null, id)));
        if (pages.isEmpty()) {
            page(ctx, site);
        }
        if (pages.size() > MAX_COUNTS) {
            throw Problem.malformed("url", "not_in_range");
        }
        return threads.counts(site, List.copyOf(pages.values())).map(published -> {
            var counts = new HashMap<String, Integer>();
            pages.forEach((sent, page) -> counts.put(sent, published.getOrDefault(page.key(), 0)));
            return Response.json(200, new Counts(counts)).with("Cache-Control", "public, max-age=10");
        });
    }
}
