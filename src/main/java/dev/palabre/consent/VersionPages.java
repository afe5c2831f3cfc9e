package dev.palabre.consent;

import dev.palabre.kernel.http.Canonical;
import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.Json;
import dev.palabre.kernel.http.Page;
import dev.palabre.kernel.http.Pages;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.site.Site;
import dev.palabre.site.SiteDoor;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every version that visitors were ever asked, public, so that anybody can tell what a proof is about. */
final class VersionPages {
    /** A page of people's words may get better words; what it is about does not change. */
    private static final String DAILY = "public, max-age=86400";

    private final Policies policies;
    private final Templates templates;
    private final Messages messages;
    private final Addresses addresses;
    private final Specimens specimens;

    VersionPages(Policies policies, Templates templates, Messages messages, Addresses addresses, Specimens specimens) {
        this.policies = policies;
        this.templates = templates;
        this.messages = messages;
        this.addresses = addresses;
        this.specimens = specimens;
    }

    /** All versions, the newest first. */
    Future<Reply> list(RoutingContext ctx) {
        var site = SiteDoor.site(ctx);
        return policies.served(site).compose(policy -> policies.versions(site)
                .map(versions -> wantsPage(ctx)
                        ? page(ctx, "consent-versions", listed(ctx, site, versions, policy.version()), Page.REVALIDATE)
                        : Reply.json(
                                        200,
                                        Map.of(
                                                "versions",
                                                versions.stream()
                                                        .map(each -> row(site, each))
                                                        .toList()))
                                .with("Cache-Control", Page.REVALIDATE)
                                .with("Vary", "Accept")));
    }

    /** One version: a page, a document with its place among the others, or the bytes that its digest is taken of. */
    Future<Reply> version(RoutingContext ctx) {
        var site = SiteDoor.site(ctx);
        var version = Params.path(ctx, "version");
        return policies.placed(site, version).map(found -> {
            var placed = found.orElseThrow(Problem::notFound);
            if ("canonical".equals(Params.query(ctx, "format"))) {
                var bytes = Buffer.buffer(Canonical.text(placed.now().document()));
                return Reply.of(200, Reply.JSON, bytes).with("Cache-Control", Page.IMMUTABLE);
            }
            return wantsPage(ctx)
                    ? page(ctx, "consent-version", shown(ctx, site, placed), DAILY)
                    : Reply.json(200, json(site, placed))
                            .with("Cache-Control", Page.IMMUTABLE)
                            .with("Vary", "Accept");
        });
    }

    private Reply page(RoutingContext ctx, String template, Record view, String cache) {
        Pages.protect(ctx.response());
        ctx.response().putHeader("X-Robots-Tag", "noindex");
        return Reply.html(200, templates.render(template, view))
                .with("Cache-Control", cache)
                .with("Vary", "Accept");
    }

    private VersionsView listed(RoutingContext ctx, Site site, List<Version> versions, String inForce) {
        var lang = language(ctx, site);
        var dates = site.dates(lang);
        return new VersionsView(
                lang,
                messages.direction(lang),
                addresses.assets(),
                site.name(),
                versions.isEmpty(),
                versions.stream()
                        .map(each -> new VersionsView.Row(
                                each.version(),
                                url(site, each.version()) + "?lang=" + lang,
                                dates.exact(each.since()),
                                each.since().toString(),
                                each.version().equals(inForce)))
                        .toList(),
                url(site) + "?format=json");
    }

    private VersionView shown(RoutingContext ctx, Site site, Version.Placed placed) {
        var lang = language(ctx, site);
        var now = placed.now();
        var url = url(site, now.version());
        return new VersionView(
                lang,
                messages.direction(lang),
                addresses.assets(),
                String.valueOf(now.document().getOrDefault("siteName", site.name())),
                now.version(),
                site.dates(lang).exact(now.since()),
                now.since().toString(),
                String.valueOf(now.document().getOrDefault("bundle", "")),
                placed.before()
                        .map(before ->
                                new VersionView.Link(before.version(), url(site, before.version()) + "?lang=" + lang))
                        .orElse(null),
                placed.before().isEmpty() ? List.of() : changes(placed.difference(), lang),
                languages(site, now),
                url + "?format=canonical",
                url + "?format=json",
                url(site) + "?lang=" + lang,
                Json.pretty(now.document()));
    }

    /** The very first versions, from before there were services, have no layers that today's templates can show. */
    private List<Specimens.Layers> languages(Site site, Version version) {
        return Policy.stored(version.version(), version.document())
                .map(policy -> specimens.of(site, policy))
                .orElse(List.of());
    }

    private List<VersionView.Change> changes(Difference difference, String lang) {
        return Stream.of(
                        change("added", difference.added(), lang),
                        change("removed", difference.removed(), lang),
                        change("changed", difference.changed(), lang),
                        change("words", difference.words(), lang),
                        change("facts", difference.facts(), lang))
                .filter(change -> !change.names().isEmpty())
                .toList();
    }

    private VersionView.Change change(String kind, List<String> names, String lang) {
        return new VersionView.Change(messages.get(lang, "consent.version." + kind), String.join(", ", names));
    }

    private Map<String, Object> json(Site site, Version.Placed placed) {
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

    private Map<String, Object> row(Site site, Version version) {
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
        Failures.speak(ctx, lang);
        return lang;
    }

    private static boolean wantsPage(RoutingContext ctx) {
        return Params.query(ctx, "format") == null && Reply.asPage(ctx);
    }
}
