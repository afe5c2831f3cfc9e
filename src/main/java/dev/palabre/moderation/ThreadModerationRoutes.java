package dev.palabre.moderation;

import dev.palabre.auth.Authenticator;
import dev.palabre.comment.lifecycle.PageTitles;
import dev.palabre.comment.model.CommentedPage;
import dev.palabre.http.Params;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.PageUrl;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.text.TypedText;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API through which moderators correct the title and the address of a page. */
final class ThreadModerationRoutes {
    private static final int MAX_TITLE = 1_000;

    private final PageTitles titles;
    private final Authenticator authenticate;
    private final Sites sites;

    record ThreadRequest(@Nullable String title, @Nullable String url) {}

    record ThreadJson(String id, String site, PageJson page) {}

    record ThreadsJson(List<ThreadJson> threads) {}

    record PageJson(@Nullable String id, String url, String title) {}

    ThreadModerationRoutes(PageTitles titles, Authenticator authenticate, Sites sites) {
        this.titles = titles;
        this.authenticate = authenticate;
        this.sites = sites;
    }

    void mount(Router router) {
        router.get("/api/moderation/threads").handler(Response.handler(this::list));
        router.put("/api/moderation/threads/:id").handler(Response.handler(this::correct));
    }

    /** The thread of one page, by its address or by the site's own name for it. */
    private Future<Response> list(RoutingContext ctx) {
        return authenticate
                .caller(ctx)
                .compose(caller -> SiteScope.of(sites, caller, Params.query(ctx, "site")))
                .compose(scope -> {
                    if (scope.ids().size() != 1) {
                        throw Problem.malformed("site", "one_site_required");
                    }
                    var site = scope.site(scope.ids().get(0));
                    var page = PageUrl.requested(site, Params.query(ctx, "url"), Params.query(ctx, "id"));
                    return titles.find(site.id(), page.key())
                            .map(found -> Response.json(
                                    200,
                                    new ThreadsJson(found.stream()
                                            .map(each -> json(site, each))
                                            .toList())));
                });
    }

    private Future<Response> correct(RoutingContext ctx) {
        return authenticate.caller(ctx).compose(caller -> {
            var id = Params.id(ctx, "id");
            var request = RequestBody.read(ctx, ThreadRequest.class);
            return titles.siteOf(caller.sites(), id).compose(siteId -> {
                if (!caller.canDecide(siteId)) {
                    throw Problem.of(Kind.FORBIDDEN, "reader_only");
                }
                return sites.require(siteId).compose(site -> {
                    var errors = new ArrayList<FieldError>();
                    var title = title(errors, request.title());
                    var url = url(errors, site, request.url());
                    if (!errors.isEmpty()) {
                        throw Problem.invalid(errors);
                    }
                    return titles.correct(siteId, id, url, title).map(page -> Response.json(200, json(site, page)));
                });
            });
        });
    }

    private static ThreadJson json(Site site, CommentedPage page) {
        return new ThreadJson(
                page.threadId().toString(), site.key(), new PageJson(page.id(), page.url(), page.title()));
    }

    private static @Nullable String title(List<FieldError> errors, @Nullable String typed) {
        if (typed == null) {
            return null;
        }
        var checked = TypedText.of("title", typed, MAX_TITLE);
        if (checked.error() != null) {
            errors.add(checked.error());
        }
        return checked.text().replaceAll("\\s+", " ");
    }

    private static @Nullable String url(List<FieldError> errors, Site site, @Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return typed == null ? null : "";
        }
        try {
            return PageUrl.requested(site, typed, null).url();
        } catch (Problem refused) {
            if (refused.kind() != Kind.INVALID) {
                throw refused;
            }
            errors.addAll(refused.errors());
            return null;
        }
    }
}
