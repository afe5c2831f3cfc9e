package dev.palabre.privacy.selfservice;

import static dev.palabre.site.SiteRequest.siteHandler;

import dev.palabre.address.AddressStore;
import dev.palabre.db.Database;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.Pages;
import dev.palabre.http.Response;
import dev.palabre.privacy.selfservice.erasure.ErasureJob;
import dev.palabre.privacy.selfservice.erasure.ErasureJobs;
import dev.palabre.privacy.selfservice.link.Link;
import dev.palabre.site.Site;
import dev.palabre.site.SiteRequest;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.function.Function;

/** Authenticates authors by their session cookie; without a session they are redirected to the page that mails a link. */
final class AuthorAuth {
    private final Database database;
    private final ErasureJobs erasures;
    private final AuthorSession session;
    private final CsrfCheck csrf;
    private final Pages pages;
    private final AddressStore addresses = new AddressStore();

    /** What a session leads to: an author, or an erasure that is under way. */
    private record Opened(Optional<String> email, boolean revoked, boolean erasing) {}

    AuthorAuth(Database database, ErasureJobs erasures, AuthorSession session, CsrfCheck csrf, Pages pages) {
        this.database = database;
        this.erasures = erasures;
        this.session = session;
        this.csrf = csrf;
        this.pages = pages;
    }

    /** Adds a page that is shown on GET and acts on POST. */
    void page(
            Router router,
            String path,
            Function<AuthorRequest, Future<Response>> get,
            Function<AuthorRequest, Future<Response>> post) {
        get(router, path, get);
        post(router, path, post);
    }

    /** Adds a page that is only shown. */
    void get(Router router, String path, Function<AuthorRequest, Future<Response>> get) {
        router.get(path).handler(siteHandler(request -> authenticated(request, get)));
    }

    /** Adds an action, which only pages of this server may request. */
    void post(Router router, String path, Function<AuthorRequest, Future<Response>> post) {
        router.post(path).handler(siteHandler(request -> {
            csrf.require(request);
            return authenticated(request, post);
        }));
    }

    private Future<Response> authenticated(SiteRequest request, Function<AuthorRequest, Future<Response>> handler) {
        var site = request.site();
        var lang = request.language(pages.messages(), request.query("lang"));
        var link = session.link(request);
        if (link.isEmpty()) {
            return Future.succeededFuture(start(site));
        }
        return database.query(client -> open(client, site, link.get())).compose(opened -> {
            if (opened.erasing() && !opened.revoked()) {
                return Future.succeededFuture(Response.seeOther(base(site) + ErasureRoutes.PROGRESS));
            }
            return opened.revoked() || opened.email().isEmpty()
                    ? Future.succeededFuture(start(site).with("Set-Cookie", session.end()))
                    : handler.apply(new AuthorRequest(
                            request, link.get().addressId(), opened.email().get(), lang));
        });
    }

    private Future<Opened> open(SqlClient client, Site site, Link link) {
        return Future.all(
                        session.isRevoked(client, link),
                        addresses.find(client, site.id(), link.addressId()),
                        erasures.find(client, site.id(), link.addressId()))
                .map(all -> new Opened(
                        all.resultAt(1),
                        all.resultAt(0),
                        all.<Optional<ErasureJob>>resultAt(2)
                                .filter(job -> !job.finished())
                                .isPresent()));
    }

    /** Redirects to the list of the author's data, which says what was done. */
    Response backToList(Site site, String done) {
        return Response.seeOther(base(site) + "/all?done=" + done);
    }

    /** Redirects to the page that mails a link. */
    Response start(Site site) {
        return Response.seeOther(base(site));
    }

    /** Absolute address that the pages of an author's data are below. */
    String base(Site site) {
        return pages.url("/sites/" + site.key() + "/mine");
    }
}
