package dev.palabre.moderation;

import dev.palabre.address.MaskedEmail;
import dev.palabre.auth.Principal;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sites that a request is about: one that it names, or all that its caller sees.
 *
 * @param caller who asks
 * @param all the sites that the caller sees, by key
 * @param chosen the sites that the request is about
 */
public record SiteScope(Principal caller, List<Site> all, List<Site> chosen) {
    /**
     * The scope of a request.
     *
     * @throws Problem 404 as a failed future for a site that does not exist for the caller, whether it exists or not
     */
    public static Future<SiteScope> of(Sites sites, Principal caller, @Nullable String key) {
        return Future.all(caller.sites().stream().map(sites::require).toList()).map(found -> {
            var all = found.<Site>list().stream()
                    .sorted(Comparator.comparing(Site::key))
                    .toList();
            var chosen = all.stream()
                    .filter(site -> key == null || site.key().equals(key))
                    .toList();
            if (key != null && chosen.isEmpty()) {
                throw Problem.of(Kind.NOT_FOUND, "unknown_site", Map.of("site", key));
            }
            return new SiteScope(caller, all, chosen);
        });
    }

    /** Numbers of the chosen sites. */
    public List<Integer> ids() {
        return chosen.stream().map(Site::id).toList();
    }

    /** The address of an author as the caller may see it: masked for those who only read. */
    public @Nullable String email(int siteId, @Nullable String email) {
        return email == null || caller.canDecide(siteId) ? email : MaskedEmail.of(email);
    }

    /** A site that the caller sees. */
    public Site site(int id) {
        return all.stream().filter(site -> site.id() == id).findFirst().orElseThrow(Problem::notFound);
    }
}
