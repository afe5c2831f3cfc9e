package dev.palabre.consent.banner;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.Policies;
import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.Tracker;
import dev.palabre.http.CachedResponse;
import dev.palabre.http.Response;
import dev.palabre.site.Site;
import dev.palabre.template.DomNodes;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import dev.palabre.text.Json;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The policy in force as programs and the widget get it: finished bytes, made once a version. */
public final class Banners {
    /** A known version that is still in force is asked about once a day at the most. */
    private static final String DAILY = "public, max-age=86400";

    private static final long MOST_BYTES = 16L * 1024 * 1024;
    private static final int MOST_DOCUMENTS = 100;
    private static final Duration UNUSED = Duration.ofHours(1);
    private static final String WIDGET = "consent.widget.";

    private final Policies policies;
    private final Templates templates;
    private final Messages messages;
    private final ConsentUrls addresses;
    private final Cache<Key, CachedResponse> finished = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, CachedResponse page) -> page.weight())
            .expireAfterAccess(UNUSED)
            .executor(Runnable::run)
            .build();
    private final Cache<Key, Map<String, Object>> documents = Caffeine.newBuilder()
            .maximumSize(MOST_DOCUMENTS)
            .expireAfterWrite(UNUSED)
            .executor(Runnable::run)
            .build();

    /** What of a policy is asked for. */
    enum Form {
        /** The whole policy, for programs. */
        JSON,
        /** The first layer, as the tree that the widget builds. */
        BANNER,
        /** The second layer, likewise. */
        DETAIL,
        /** Every purpose, service and trace, for the site's page about cookies. */
        TABLE;

        String contentType() {
            return this == JSON ? Response.JSON : Response.NODES;
        }
    }

    /** {@code changed} for a visitor who answered an earlier version, null for one who answered none. */
    private record Key(
            Site site,
            String version,
            String lang,
            Form form,
            @Nullable List<String> changed) {}

    public Banners(Policies policies, Templates templates, Messages messages, ConsentUrls addresses) {
        this.policies = policies;
        this.templates = templates;
        this.messages = messages;
        this.addresses = addresses;
    }

    /** The finished bytes, empty for a site without purposes. */
    Future<Optional<CachedResponse>> page(Site site, String lang, Form form) {
        return policies.served(site)
                .map(policy -> policy.purposes().isEmpty()
                        ? Optional.empty()
                        : Optional.of(finished.get(
                                new Key(site, policy.version(), lang, form, null),
                                key -> CachedResponse.of(
                                        form.contentType(),
                                        CachedResponse.REVALIDATE,
                                        Json.bytes(document(site, policy, lang, form))))));
    }

    /**
     * For a visitor who answered a version already: which purposes have changed since, and the first layer where there
     * are any. Empty where the site asks nothing any more.
     */
    Future<Optional<CachedResponse>> since(Site site, String lang, String known) {
        return policies.served(site).compose(policy -> {
            if (policy.purposes().isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            Future<List<String>> changed = policy.version().equals(known)
                    ? Future.succeededFuture(List.of())
                    : policies.version(site, known)
                            .map(earlier -> earlier.map(policy::changedSince).orElseGet(policy::purposes));
            return changed.map(purposes -> Optional.of(finished.get(
                    new Key(site, policy.version(), lang, Form.BANNER, purposes),
                    key -> purposes.isEmpty() ? unchanged(site, policy) : changed(site, policy, lang, purposes))));
        });
    }

    /** The same as a document that is kept: who answers an old version gets it with the refusal. */
    Map<String, Object> kept(Site site, Policy policy, String lang, Form form) {
        return documents.get(
                new Key(site, policy.version(), lang, form, null), key -> document(site, policy, lang, form));
    }

    /** What is asked, in one of its forms. */
    Map<String, Object> document(Site site, Policy policy, String lang, Form form) {
        var view = BannerView.of(site, policy, addresses, lang, messages);
        var document = new LinkedHashMap<String, Object>();
        document.put("version", policy.version());
        document.put("validDays", Policy.VALID_DAYS);
        switch (form) {
            case JSON -> {
                document.put(
                        "purposes",
                        view.purposes().stream().map(Banners::purpose).toList());
                document.put("policy", policy.document());
            }
            case BANNER -> {
                document.put("layout", policy.source().layout());
                document.put("purposes", policy.purposes());
                document.put("services", policy.services());
                document.put("clear", clear(policy));
                putSignals(document, policy);
                putLeaks(document, site);
                document.put("nodes", DomNodes.of(templates.render("banner", view)));
                document.put("texts", widget(policy, lang));
            }
            case TABLE ->
                document.put(
                        "nodes",
                        DomNodes.of(templates.render(
                                "consent-cookie-list", CookiesView.of(site, policy, addresses, lang, messages))));
            case DETAIL -> document.put("nodes", DomNodes.of(templates.render("banner-detail", view)));
        }
        return document;
    }

    /** What the widget itself says. */
    private static Map<String, String> widget(Policy policy, String lang) {
        var texts = new TreeMap<String, String>();
        policy.words(lang).forEach((key, word) -> {
            if (key.startsWith(WIDGET)) {
                texts.put(key.substring(WIDGET.length()), word);
            }
        });
        return texts;
    }

    private static CachedResponse unchanged(Site site, Policy policy) {
        var document = new LinkedHashMap<String, Object>();
        document.put("version", policy.version());
        document.put("changed", List.of());
        putSignals(document, policy);
        putLeaks(document, site);
        return CachedResponse.of(Response.NODES, DAILY, Json.bytes(document));
    }

    /** What Google's Consent Mode is told, on every page; nothing where it is not used. */
    private static void putSignals(Map<String, Object> document, Policy policy) {
        if (policy.source().consentMode()) {
            document.put("signals", signals(policy));
        }
    }

    /** In which share of visits the widget looks for what is not declared; nothing where it never does. */
    private static void putLeaks(Map<String, Object> document, Site site) {
        if (site.settings().leaks() > 0) {
            document.put("leaks", site.settings().leaks());
        }
    }

    private CachedResponse changed(Site site, Policy policy, String lang, List<String> changed) {
        var document = document(site, policy, lang, Form.BANNER);
        document.put("changed", changed);
        return CachedResponse.of(Response.NODES, CachedResponse.REVALIDATE, Json.bytes(document));
    }

    /** What a withdrawal removes from the device, by purpose and by service. */
    private static Map<String, List<String>> clear(Policy policy) {
        var clear = new LinkedHashMap<String, List<String>>();
        policy.source().purposes().forEach(purpose -> {
            clear.put(purpose.key(), patterns(purpose.traces()));
            purpose.services().forEach(service -> clear.put(service.key(), patterns(service.traces())));
        });
        return clear;
    }

    private static List<String> patterns(List<Tracker> traces) {
        return traces.stream().map(Tracker::pattern).toList();
    }

    private static Map<String, List<String>> signals(Policy policy) {
        var signals = new LinkedHashMap<String, List<String>>();
        policy.source().purposes().forEach(purpose -> signals.put(purpose.key(), purpose.signals()));
        return signals;
    }

    private static Map<String, Object> purpose(BannerView.Purpose purpose) {
        var view = new LinkedHashMap<String, Object>();
        view.put("key", purpose.key());
        view.put("title", purpose.title());
        view.put("description", purpose.description());
        view.put(
                "services",
                purpose.services().stream().map(BannerView.Vendor::key).toList());
        return view;
    }
}
