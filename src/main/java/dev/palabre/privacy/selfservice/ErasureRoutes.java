package dev.palabre.privacy.selfservice;

import static dev.palabre.site.SiteRequest.siteHandler;

import dev.palabre.http.Pages;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.selfservice.erasure.ErasureJob;
import dev.palabre.privacy.selfservice.erasure.ErasureJobs;
import dev.palabre.privacy.selfservice.page.AuthorPages;
import dev.palabre.site.Site;
import dev.palabre.site.SiteRequest;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.Map;

/** Pages that erase everything under an author's address, and show how far the erasure is. */
final class ErasureRoutes implements Routes {
    /** Path of the progress, below the author's data. */
    static final String PROGRESS = "/erasure";

    private final ErasureJobs erasures;
    private final AuthorSession session;
    private final AuthorAuth auth;
    private final Pages pages;
    private final AuthorPages authorPages;
    private final MyDataPages forms;

    ErasureRoutes(ErasureJobs erasures, AuthorSession session, AuthorAuth auth, Pages pages) {
        this.erasures = erasures;
        this.session = session;
        this.auth = auth;
        this.pages = pages;
        this.authorPages = new AuthorPages(pages);
        this.forms = new MyDataPages(auth, authorPages);
    }

    @Override
    public void mount(Router router) {
        auth.page(router, "/sites/:site/mine/erase", this::confirm, this::erase);
        router.get("/sites/:site/mine" + PROGRESS).handler(siteHandler(this::progress));
    }

    private Future<Response> confirm(AuthorRequest request) {
        var form = forms.form(request, "selfservice.mine.erase.", "/erase", null, true);
        return Future.succeededFuture(authorPages.confirmation(200, forms.frame(request), form, null));
    }

    private Future<Response> erase(AuthorRequest request) {
        return erasures.request(request.site().id(), request.addressId())
                .map(job -> page(request.site(), request.lang(), job));
    }

    /** Needs no address any more, only the session that the erasure was requested in, or a later one. */
    private Future<Response> progress(SiteRequest request) {
        var site = request.site();
        var lang = request.language(pages.messages(), request.query("lang"));
        return session.link(request)
                .map(link -> erasures.find(site.id(), link.addressId())
                        .map(job -> job.map(found -> page(site, lang, found))
                                .orElseGet(() -> Response.seeOther(auth.base(site) + "/all"))))
                .orElseGet(() -> Future.succeededFuture(auth.start(site)));
    }

    private Response page(Site site, String lang, ErasureJob job) {
        return job.finished()
                ? authorPages
                        .message(
                                forms.siteFrame(site, lang),
                                pages.text(lang, "selfservice.done.title"),
                                pages.text(lang, "selfservice.done.eraseAll"))
                        .with("Set-Cookie", session.end())
                : authorPages.page(200, ErasureProgressView.TEMPLATE, view(site, lang, job));
    }

    private ErasureProgressView view(Site site, String lang, ErasureJob job) {
        return new ErasureProgressView(
                pages.layout(lang, pages.text(lang, "selfservice.erasure.title")),
                site.name(),
                pages.text(lang, "selfservice.erasure.done", Map.of("count", job.erased())),
                pages.text(lang, "selfservice.erasure.remaining", Map.of("count", job.remaining())),
                job.erased(),
                Math.max(job.total(), job.erased()),
                auth.base(site) + PROGRESS + "?lang=" + lang);
    }
}
