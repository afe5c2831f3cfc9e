package dev.palabre.consent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.template.Messages;
import dev.palabre.site.Site;
import io.vertx.core.Future;

/**
 * The policy that is in force for each site. A version is stored before it is first served, so that every choice can
 * name the very words that it answers. Kept by the site's whole value: a site that changes has another policy at once.
 */
final class Policies {
    private final Database database;
    private final Messages messages;
    private final PolicyStore store = new PolicyStore();
    private final Cache<Site, Policy> stored =
            Caffeine.newBuilder().maximumSize(10_000).build();

    Policies(Database database, Messages messages) {
        this.database = database;
        this.messages = messages;
    }

    /** The policy in force, stored. One without purposes asks nothing and is not stored. */
    Future<Policy> served(Site site) {
        var known = stored.getIfPresent(site);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        var policy = Policy.of(site, messages);
        return policy.purposes().isEmpty()
                ? Future.succeededFuture(policy)
                : database.query(client -> store.insert(client, site.id(), policy))
                        .map(done -> policy)
                        .onSuccess(served -> stored.put(site, served));
    }
}
