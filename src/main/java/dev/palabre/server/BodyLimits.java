package dev.palabre.server;

import dev.palabre.auth.SignIn;
import dev.palabre.config.Config;
import dev.palabre.consent.choice.ChoiceLimits;
import dev.palabre.http.BodyBudget;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.RequestBody;
import dev.palabre.site.Sites;
import dev.palabre.spam.SubmissionLimits;
import io.vertx.ext.web.Router;

/**
 * How much of a request body is read on which route, and whose is not read at all. What strangers send is small but for
 * comments; longer texts and files are an author's or a moderator's.
 */
record BodyLimits(
        Sites sites, ClientAddresses visitors, SubmissionLimits comments, ChoiceLimits choices, SignIn signIn) {
    private static final int CREDENTIALS = 4 * 1024;
    private static final int SMALL = 16 * 1024;

    /** Adds what stands before the reader, and the reader. */
    void mount(Router router, Config.HttpLimits limits) {
        RequestBody.limit(router, SMALL, "/*");
        RequestBody.limit(
                router,
                limits.bodyBytes(),
                "/api/sites/:site/comments",
                "/c/:receipt/:act",
                "/sites/:site/mine/*",
                "/moderation/*",
                "/api/moderation/*");
        RequestBody.limit(router, SMALL, "/sites/:site/mine", "/sites/:site/mine/link/:token");
        RequestBody.limit(
                router,
                CREDENTIALS,
                "/moderation/sign-in",
                "/moderation/sign-out",
                "/api/moderation/session",
                "/api/moderation/session/end");
        for (var path : new String[] {"/moderation/sign-in", "/api/moderation/session"}) {
            RequestBody.limitRate(router, path, "too_many_attempts", signIn::waiting);
        }
        RequestBody.limitRate(router, "/api/sites/:site/comments", "too_many_comments", ctx -> {
            var site = sites.known(ctx.pathParam("site"));
            return site == null ? 0 : comments.waiting(site.id(), visitors.bucket(ctx.request()));
        });
        RequestBody.limitRate(router, "/api/sites/:site/consent", "too_many_requests", ctx -> {
            var site = sites.known(ctx.pathParam("site"));
            return site == null ? 0 : choices.waiting(site.id(), visitors.bucket(ctx.request()));
        });
        router.route()
                .handler(RequestBody.reader(
                        limits.bodyBytes(),
                        limits.bodyMillis(),
                        BodyBudget.of(limits.bodiesBytes(), limits.bodyBytes()),
                        visitors::bucket));
    }
}
