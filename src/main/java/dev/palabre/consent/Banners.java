package dev.palabre.consent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.kernel.http.Json;
import dev.palabre.kernel.http.Page;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Nodes;
import dev.palabre.kernel.template.Templates;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The policy in force as programs and the widget get it: finished bytes, made once. Kept by the site's whole value, so
 * that a site that changes is asked about anew at once.
 */
final class Banners {
    private final Policies policies;
    private final Templates templates;
    private final Messages messages;
    private final Addresses addresses;
    private final Cache<Key, Page> finished =
            Caffeine.newBuilder().maximumSize(10_000).build();

    private record Key(Site site, String lang, boolean nodes) {}

    Banners(Policies policies, Templates templates, Messages messages, Addresses addresses) {
        this.policies = policies;
        this.templates = templates;
        this.messages = messages;
        this.addresses = addresses;
    }

    /** The finished bytes, empty for a site without purposes. */
    Future<Optional<Page>> page(Site site, String lang, boolean nodes) {
        var key = new Key(site, lang, nodes);
        var page = finished.getIfPresent(key);
        return page != null
                ? Future.succeededFuture(Optional.of(page))
                : policies.served(site).map(policy -> finish(key, policy));
    }

    /** What is asked, for programs, or as the tree that the widget builds. */
    Map<String, Object> document(Site site, Policy policy, String lang, boolean nodes) {
        var view = BannerView.of(site, policy, addresses, lang, messages);
        var document = new LinkedHashMap<String, Object>();
        document.put("version", policy.version());
        document.put("validDays", Policy.VALID_DAYS);
        document.put("cookies", Policy.cookies(policy.purposes()));
        if (nodes) {
            document.put("purposes", policy.purposes());
            document.put("nodes", Nodes.of(templates.render("banner", view)));
            document.put("texts", messages.below(lang, "consent.widget."));
        } else {
            document.put(
                    "purposes", view.purposes().stream().map(Banners::purpose).toList());
            document.put("policy", policy.document());
        }
        return document;
    }

    private Optional<Page> finish(Key key, Policy policy) {
        if (policy.purposes().isEmpty()) {
            return Optional.empty();
        }
        var bytes = Json.bytes(document(key.site(), policy, key.lang(), key.nodes()));
        var page = Page.of(key.nodes() ? Reply.NODES : Reply.JSON, Page.REVALIDATE, bytes);
        finished.put(key, page);
        return Optional.of(page);
    }

    private static Map<String, Object> purpose(BannerView.Purpose purpose) {
        var view = new LinkedHashMap<String, Object>();
        view.put("key", purpose.key());
        view.put("title", purpose.title());
        view.put("description", purpose.description());
        return view;
    }
}
