package dev.palabre.comment.thread;

import static dev.palabre.site.SiteRequest.cachedHandler;
import static dev.palabre.site.SiteRequest.siteHandler;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.ThreadCursor;
import dev.palabre.comment.model.ThreadOrder;
import dev.palabre.http.CachedAnswer;
import dev.palabre.http.CachedResponse;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.ContentNegotiation;
import dev.palabre.http.Cors;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.notice.Notices;
import dev.palabre.problem.Problem;
import dev.palabre.site.PageUrl;
import dev.palabre.site.Site;
import dev.palabre.site.SiteRequest;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public read calls: threads and counts. */
public final class ThreadRoutes implements Routes {
    private static final int MAX_COUNTS = 50;
    /** Approximate memory of the parsed queries, in bytes: strangers choose how many there are and how long. */
    private static final long MAX_QUERY_WEIGHT = 16L * 1024 * 1024;

    private final Sites sites;
    private final Notices notices;
    private final ThreadCache threads;
    private final ThreadRenderer renderer;
    private final Messages messages;
    private final ClientLimit reads;
    /** Parsing a query costs more than sending the bytes. */
    private final Cache<RequestKey, ParsedQuery> queries = Caffeine.newBuilder()
            .maximumWeight(MAX_QUERY_WEIGHT)
            .weigher((RequestKey key, ParsedQuery query) -> key.weight())
            .executor(Runnable::run)
            .build();

    /** Everything in a request that decides on the response. */
    record RequestKey(
            String uri, @Nullable String accept, @Nullable String acceptLanguage) {
        static RequestKey of(HttpServerRequest request) {
            return new RequestKey(
                    request.uri(),
                    request.getHeader(HttpHeaders.ACCEPT),
                    request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        }

        static RequestKey of(SiteRequest request) {
            return new RequestKey(
                    request.uri(), request.header(HttpHeaders.ACCEPT), request.header(HttpHeaders.ACCEPT_LANGUAGE));
        }

        int weight() {
            return 1_000
                    + uri.length()
                    + (accept == null ? 0 : accept.length())
                    + (acceptLanguage == null ? 0 : acceptLanguage.length());
        }
    }

    /** A parsed and checked request for a page of a thread. */
    record ParsedQuery(Reader reader, ThreadKey key, ThreadKey shared) {
        Site site() {
            return reader.site();
        }

        CachedAnswer answer(CachedResponse page, boolean stale) {
            return new CachedAnswer(page, key.format().equals(Response.HTML), stale);
        }
    }

    /** Published comments by page, as the page was named in the query. */
    record Counts(Map<String, Integer> counts) {}

    public ThreadRoutes(
            Sites sites,
            Notices notices,
            ThreadCache threads,
            ThreadRenderer renderer,
            Messages messages,
            ClientLimit reads) {
        this.sites = sites;
        this.notices = notices;
        this.threads = threads;
        this.renderer = renderer;
        this.messages = messages;
        this.reads = reads;
    }

    @Override
    public void mount(Router router) {
        router.get("/api/sites/:site/thread").handler(cachedHandler(this::thread));
        router.get("/api/sites/:site/counts").handler(siteHandler(this::counts));
    }

    /** Sends the response at once, before the router, where an equal request was parsed before and its page is cached. */
    public boolean answer(HttpServerRequest request) {
        var query = queries.getIfPresent(RequestKey.of(request));
        if (query == null || !query.site().equals(sites.known(query.site().key()))) {
            return false;
        }
        var ready = threads.ready(query.key(), query.shared());
        if (ready == null || !reads.tryCount(request)) {
            return false;
        }
        Cors.open(request, query.site().origins(), false);
        query.answer(ready, false).send(request);
        return true;
    }

    private Future<CachedAnswer> thread(SiteRequest request) {
        reads.count(request);
        var query = query(request);
        var ready = threads.ready(query.key(), query.shared());
        if (ready != null) {
            return Future.succeededFuture(query.answer(ready, false));
        }
        // The notice that the form shows is stored before anybody reads it.
        return notices.served(query.site())
                .compose(stored -> threads.page(
                        query.key(),
                        query.site().settings().pageSize(),
                        loaded -> renderer.render(query.reader(), query.key(), loaded)))
                .map(page -> query.answer(page.value(), page.stale()));
    }

    private ParsedQuery query(SiteRequest request) {
        var key = RequestKey.of(request);
        var known = queries.getIfPresent(key);
        if (known == null || !known.site().equals(request.site())) {
            known = parse(request, ContentNegotiation.pick(key.accept(), Response.JSON, Response.NODES, Response.HTML));
            queries.put(key, known);
        }
        return known;
    }

    private ParsedQuery parse(SiteRequest request, String format) {
        var site = request.site();
        var lang = request.language(messages, request.query("lang"));
        var page = request.page();
        var sort = ThreadOrder.of(request.query("sort"));
        var after = request.query("after");
        ThreadCursor.parse(after, sort);
        var title = RequestedTitle.parse(request.queryOfAnyLength("title"));
        var key = new ThreadKey(site.id(), page, title, lang, sort, after, format);
        return new ParsedQuery(new Reader(site, lang), key, key.shared());
    }

    private Future<Response> counts(SiteRequest request) {
        reads.count(request);
        var site = request.site();
        var pages = new LinkedHashMap<String, PageUrl>();
        request.queries("url").forEach(url -> pages.put(url, PageUrl.requested(site, url, null)));
        request.queries("id").forEach(id -> pages.put(id, PageUrl.requested(site, null, id)));
        if (pages.isEmpty()) {
            request.page();
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
