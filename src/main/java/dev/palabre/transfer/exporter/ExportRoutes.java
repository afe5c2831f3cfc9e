package dev.palabre.transfer.exporter;

import dev.palabre.auth.Authenticator;
import dev.palabre.http.Params;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A site as a file, for whoever answers for it: in a browser that is signed in, or for a program. */
final class ExportRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);
    private static final int MOST_AT_ONCE = 2;
    private static final int SOON_SECONDS = 30;
    private static final int PATIENCE_SECONDS = 60;

    private final SiteExport export;
    private final Sites sites;
    private final Authenticator authenticate;
    private final AtomicInteger running = new AtomicInteger();

    ExportRoutes(SiteExport export, Sites sites, Authenticator authenticate) {
        this.export = export;
        this.sites = sites;
        this.authenticate = authenticate;
    }

    void mount(Router router) {
        router.get("/api/moderation/export").handler(this::export);
    }

    private void export(RoutingContext ctx) {
        var key = Params.query(ctx, "site");
        if (key == null) {
            throw Problem.malformed("site", "missing_site");
        }
        owned(ctx, key).onComplete(site -> write(ctx, site), ctx::fail);
    }

    private Future<Site> owned(RoutingContext ctx, String key) {
        return authenticate.caller(ctx).compose(caller -> sites.require(key).map(site -> {
            if (!caller.canRead(site.id())) {
                throw Problem.of(Kind.NOT_FOUND, "unknown_site", Map.of("site", key));
            }
            if (!caller.owns(site.id())) {
                throw Problem.of(Kind.FORBIDDEN, "owner_only");
            }
            return site;
        }));
    }

    /** Each holds a connection to the database for as long as it lasts: few at once leave the readers theirs. */
    private void write(RoutingContext ctx, Site site) {
        if (running.incrementAndGet() > MOST_AT_ONCE) {
            running.decrementAndGet();
            ctx.fail(Problem.later(Kind.UNAVAILABLE, "exports_busy", SOON_SECONDS));
            return;
        }
        var response = ctx.response();
        export.write(site, bytes -> send(response, site, bytes))
                .compose(written -> response.end())
                .onComplete(done -> running.decrementAndGet())
                .onFailure(failure -> abort(ctx, response, failure));
    }

    /** The headers go with the first bytes: what fails before them can still be answered as what it is. */
    private static Future<Void> send(HttpServerResponse response, Site site, Buffer bytes) {
        if (!response.headWritten()) {
            var name = "palabre-" + site.key() + "-" + LocalDate.now(ZoneOffset.UTC) + ".jsonl";
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/jsonl")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        }
        return response.write(bytes).timeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What has begun cannot become another answer: it ends short of its end, which the client sees. */
    private static void abort(RoutingContext ctx, HttpServerResponse response, Throwable failure) {
        if (!response.headWritten()) {
            ctx.fail(failure);
            return;
        }
        LOG.warn("an export was broken off: {}", failure.toString());
        response.reset();
        ctx.request().connection().close();
    }
}
