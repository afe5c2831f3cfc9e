package dev.palabre.consent.publishing;

import dev.palabre.consent.banner.BannerPreviews;
import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.Policies;
import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PolicyDiff;
import dev.palabre.consent.policy.PolicyVersion;
import dev.palabre.http.CachedResponse;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Params;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.http.SecurityHeaders;
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
import java.util.function.Function;
import java.util.stream.Stream;

/** Every version that visitors were ever asked, public, so that anybody can tell what a proof is about. */
public final class PolicyVersionPages implements Routes {
    /** A page of people's words may get better words; what it is about does not change. */
    private static final String DAILY = "public, max-age=86400";

    private final Policies policies;
    private final Templates templates;
    private final Messages messages;
    private final ConsentUrls addresses;
    private final BannerPreviews specimens;
    private final ClientLimit reads;

    public PolicyVersionPages(
            Policies policies,
            Templates templates,
            Messages messages,
            ConsentUrls addresses,
            BannerPreviews specimens,
            ClientLimit reads) {
        this.policies = policies;
        this.templates = templates;
        this.messages = messages;
        this.addresses = addresses;
        this.specimens = specimens;
        this.reads = reads;
    }

    @Override
    public void mount(Router router) {
        router.get("/sites/:site/consent/versions").handler(reads.handler()).handler(Response.handler(this::list));
        router.get("/sites/:site/consent/versions/:version")
                .handler(reads.handler())
                .handler(Response.handler(this::version));
    }

    /** All versions, the newest first. */
    private Future<Response> list(RoutingContext ctx) {
        var site = SiteHandler.site(ctx);
        return policies.served(site).compose(policy -> policies.versions(site)
                .compose(versions -> wantsPage(ctx)
                        ? page(
                                ctx,
                                "consent-versions",
                                language(ctx, site),
                                lang -> listed(lang, site, versions, policy.version()),
                                CachedResponse.REVALIDATE)
                        : Future.succeededFuture(Response.json(
                                        200,
                                        Map.of(
                                                "versions",
                                                versions.stream()
                                                        .map(each -> row(site, each))
                                                        .toList()))
                                .with("Cache-Control", CachedResponse.REVALIDATE)
                                .with("Vary", "Accept"))));
    }

    /** One version: a page, a document with its place among the others, or the bytes that its digest is taken of. */
    private Future<Response> version(RoutingContext ctx) {
        var site = SiteHandler.site(ctx);
        var version = Params.path(ctx, "version");
        return policies.placed(site, version).compose(found -> {
            var placed = found.orElseThrow(Problem::notFound);
            if ("canonical".equals(Params.query(ctx, "format"))) {
                var bytes = Buffer.buffer(CanonicalJson.text(placed.now().document()));
                return Future.succeededFuture(
                        Response.of(200, Response.JSON, bytes).with("Cache-Control", CachedResponse.IMMUTABLE));
            }
            return wantsPage(ctx)
                    ? page(ctx, "consent-version", language(ctx, site), lang -> shown(lang, site, placed), DAILY)
                    : Future.succeededFuture(Response.json(200, json(site, placed))
                            .with("Cache-Control", CachedResponse.IMMUTABLE)
                            .with("Vary", "Accept"));
        });
    }

    private Future<Response> page(
            RoutingContext ctx, String template, String lang, Function<String, Record> view, String cache) {
        SecurityHeaders.protect(ctx.response());
        ctx.response().putHeader("X-Robots-Tag", "noindex");
        return Response.rendered(ctx, 200, () -> templates.render(template, view.apply(lang)))
                .map(reply -> reply.with("Cache-Control", cache).with("Vary", "Accept"));
    }

    private PolicyVersionsView listed(String lang, Site site, List<PolicyVersion> versions, String inForce) {
        var dates = site.dates(lang);
        return new PolicyVersionsView(
                lang,
                messages.direction(lang),
                addresses.assets(),
                site.name(),
                versions.isEmpty(),
                versions.stream()
                        .map(each -> new PolicyVersionsView.Row(
                                each.version(),
                                url(site, each.version()) + "?lang=" + lang,
                                dates.exact(each.since()),
                                each.since().toString(),
                                each.version().equals(inForce)))
                        .toList(),
                url(site) + "?format=json");
    }

    private PolicyVersionView shown(String lang, Site site, PolicyVersion.Placed placed) {
        var now = placed.now();
        var url = url(site, now.version());
        return new PolicyVersionView(
                lang,
                messages.direction(lang),
                addresses.assets(),
                String.valueOf(now.document().getOrDefault("siteName", site.name())),
                now.version(),
                site.dates(lang).exact(now.since()),
                now.since().toString(),
                String.valueOf(now.document().getOrDefault("bundle", "")),
                placed.before()
                        .map(before -> new PolicyVersionView.Link(
                                before.version(), url(site, before.version()) + "?lang=" + lang))
                        .orElse(null),
                placed.before().isEmpty() ? List.of() : changes(placed.difference(), lang),
                languages(site, now),
                url + "?format=canonical",
                url + "?format=json",
                url(site) + "?lang=" + lang,
                Json.pretty(now.document()));
    }

    /** The very first versions, from before there were services, have no layers that today's templates can show. */
    private List<BannerPreviews.Layers> languages(Site site, PolicyVersion version) {
        return Policy.stored(version.version(), version.document())
                .map(policy -> specimens.of(site, policy))
                .orElse(List.of());
    }

    private List<PolicyVersionView.Change> changes(PolicyDiff difference, String lang) {
        return Stream.of(
                        change("added", difference.added(), lang),
                        change("removed", difference.removed(), lang),
                        change("changed", difference.changed(), lang),
                        change("words", difference.words(), lang),
                        change("facts", difference.facts(), lang))
                .filter(change -> !change.names().isEmpty())
                .toList();
    }

    private PolicyVersionView.Change change(String kind, List<String> names, String lang) {
        return new PolicyVersionView.Change(messages.get(lang, "consent.version." + kind), String.join(", ", names));
    }

    private Map<String, Object> json(Site site, PolicyVersion.Placed placed) {
        var now = placed.now();
        var json = new LinkedHashMap<String, Object>(row(site, now));
        json.put("digest", "SHA-256 of policy, as UTF-8 JSON with its keys sorted and without spaces");
        json.put("canonicalUrl", url(site, now.version()) + "?format=canonical");
        json.put("bundle", now.document().getOrDefault("bundle", ""));
        placed.before().ifPresent(before -> json.put("previous", row(site, before)));
        json.put("difference", placed.difference().json());
        json.put("policy", now.document());
        return json;
    }

    private Map<String, Object> row(Site site, PolicyVersion version) {
        var row = new LinkedHashMap<String, Object>();
        row.put("version", version.version());
        row.put("since", version.since().toString());
        row.put("url", url(site, version.version()));
        return row;
    }

    private String url(Site site) {
        return addresses.links().to("/sites/" + site.key() + "/consent/versions");
    }

    private String url(Site site, String version) {
        return url(site) + "/" + version;
    }

    /** Asked for, else the site's: the bytes are everybody's, so that the browser's has no say. */
    private String language(RoutingContext ctx, Site site) {
        var lang =
                messages.pick(Params.query(ctx, "lang"), null, site.settings().locale());
        ErrorHandler.speak(ctx, lang);
        return lang;
    }

    private static boolean wantsPage(RoutingContext ctx) {
        return Params.query(ctx, "format") == null && Response.asPage(ctx);
    }
}
