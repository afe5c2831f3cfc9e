package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentRecordFilter;
import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.Consents;
import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.SiteAccess;
import dev.palabre.crypto.AccessCode;
import dev.palabre.db.Database;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Pages;
import dev.palabre.http.Params;
import dev.palabre.http.Response;
import dev.palabre.http.SecurityHeaders;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import dev.palabre.site.SiteHandler;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Addresses of the proof: for visitors, for the public, and for those who rely on a consent. */
public final class ConsentProofRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ConsentProofRoutes.class);
    private static final String HOURLY = "public, max-age=3600";

    private final Consents consents;
    private final Anchors anchors;
    private final SealProofs proofs;
    private final ConsentRecordExport exports;
    private final Sites sites;
    private final Pages pages;
    private final ConsentUrls addresses;
    private final ClientLimit reads;
    private final SiteAccess seats;

    public ConsentProofRoutes(
            Consents consents,
            Anchors anchors,
            Database database,
            Sites sites,
            Pages pages,
            ClientLimit reads,
            SiteAccess seats) {
        this.consents = consents;
        this.anchors = anchors;
        this.sites = sites;
        this.pages = pages;
        this.reads = reads;
        this.seats = seats;
        proofs = new SealProofs(database);
        exports = new ConsentRecordExport(database);
        addresses = new ConsentUrls(pages.publicUrl());
    }

    public void mount(Router router) {
        router.get("/sites/:site/consent/anchors").handler(this::allow).handler(Response.handler(this::anchors));
        router.get("/consent/:id/verify").handler(this::allow).handler(Response.handler(this::verify));
        router.get("/api/moderation/consent/proofs/:id").handler(Response.handler(this::proof));
        router.get("/api/moderation/consent/records").handler(this::records);
    }

    private void allow(RoutingContext ctx) {
        reads.count(ctx.request());
        ctx.next();
    }

    private Future<Response> anchors(RoutingContext ctx) {
        var site = SiteHandler.site(ctx);
        return anchors.list(site).map(all -> {
            var document = new LinkedHashMap<String, Object>();
            document.put("site", site.key());
            document.put("anchors", all.stream().map(Anchor::document).toList());
            return Response.json(200, document).with("Cache-Control", HOURLY);
        });
    }

    /** Recomputes what proves a record, as a page or as JSON; 404 for any other id, after the same work. */
    private Future<Response> verify(RoutingContext ctx) {
        ctx.response().putHeader("X-Robots-Tag", "noindex");
        var code = AccessCode.parse(Params.path(ctx, "id")).orElseThrow(Problem::notFound);
        var event = Params.query(ctx, "event");
        return consents.register(code)
                .compose(register -> proofs.of(chosen(register, event)))
                .compose(proof -> Response.asPage(ctx) && !"json".equals(Params.query(ctx, "format"))
                        ? sites.require(code.siteId()).compose(site -> page(ctx, code, proof, site))
                        : Future.succeededFuture(Response.json(200, proof.document())));
    }

    private static ConsentStore.Stored chosen(
            Consents.Register register, @org.jspecify.annotations.Nullable String event) {
        return register.choices().stream()
                .filter(stored ->
                        event == null || stored.event().id().toString().equals(event))
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    private Future<Response> page(RoutingContext ctx, AccessCode code, SealProof proof, Site site) {
        var lang = pages.messages()
                .pick(
                        Params.query(ctx, "lang"),
                        ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE),
                        site.settings().locale());
        ErrorHandler.speak(ctx, lang);
        SecurityHeaders.protect(ctx.response());
        return Response.rendered(
                ctx,
                200,
                () -> pages.render(
                        "consent-verify", SealProofView.of(code, proof, site, addresses, lang, pages.messages())));
    }

    /** For those who rely on a consent: by the consent id, or by the id of a record. */
    private Future<Response> proof(RoutingContext ctx) {
        var asked = Params.path(ctx, "id");
        return deciding(ctx)
                .compose(sites -> AccessCode.parse(asked)
                        .map(code -> byCode(sites, code))
                        .orElseGet(() -> byRecord(sites, Params.id(ctx, "id"))))
                .map(proof -> Response.json(200, proof.document()));
    }

    private Future<SealProof> byCode(List<Site> sites, AccessCode code) {
        return sites.stream().anyMatch(site -> site.id() == code.siteId())
                ? consents.register(code)
                        .compose(register -> proofs.of(register.choices().get(0)))
                : Future.failedFuture(Problem.notFound());
    }

    private Future<SealProof> byRecord(List<Site> sites, UUID id) {
        var found = Future.<SealProof>failedFuture(Problem.notFound());
        for (var site : sites) {
            found = found.recover(missing -> consents.record(site.id(), id).compose(proofs::of));
        }
        return found;
    }

    private void records(RoutingContext ctx) {
        var filter =
                ConsentRecordFilter.of(Params.query(ctx, "from"), Params.query(ctx, "to"), Params.query(ctx, "state"));
        var named = Params.query(ctx, "format");
        var format = ConsentRecordFormat.parse(named == null ? ConsentRecordFormat.CSV.wire() : named)
                .orElseThrow(() -> Problem.malformed("format", "unknown_format"));
        if (Params.query(ctx, "site") == null) {
            throw Problem.malformed("site", "missing_site");
        }
        deciding(ctx).onComplete(sites -> write(ctx, sites.get(0), filter, format), ctx::fail);
    }

    private void write(RoutingContext ctx, Site site, ConsentRecordFilter filter, ConsentRecordFormat format) {
        var response = ctx.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, format.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"consent-" + site.key() + "." + format.wire() + "\"");
        exports.write(site.id(), filter, format, response::write)
                .compose(written -> response.end())
                .onFailure(failure -> abort(ctx, response, failure));
    }

    /** What has begun cannot become another answer: it ends short of its end, which the client sees. */
    private static void abort(RoutingContext ctx, HttpServerResponse response, Throwable failure) {
        LOG.warn("an export of consent records was broken off: {}", failure.toString());
        response.reset();
        ctx.request().connection().close();
    }

    private Future<List<Site>> deciding(RoutingContext ctx) {
        return seats.of(ctx).map(all -> {
            var sites = all.stream()
                    .filter(SiteAccess.Seat::decides)
                    .map(SiteAccess.Seat::site)
                    .toList();
            if (sites.isEmpty()) {
                throw Problem.of(Kind.FORBIDDEN, "reader_only");
            }
            return sites;
        });
    }
}
