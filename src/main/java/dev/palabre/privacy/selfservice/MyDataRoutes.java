package dev.palabre.privacy.selfservice;

import static dev.palabre.site.SiteRequest.siteHandler;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.model.Comment;
import dev.palabre.db.Database;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.Params;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.privacy.selfservice.page.AuthorPages;
import dev.palabre.site.SiteRequest;
import dev.palabre.subscription.Subscription;
import dev.palabre.subscription.Subscriptions;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;

/** The list of what is kept under an author's address on a site, and the pages that stop and resume mails. */
final class MyDataRoutes implements Routes {
    /** Comments of one page of the list. */
    static final int PAGE = 100;

    private final Database database;
    private final AuthorActions authors;
    private final Subscriptions subscriptions;
    private final DataRequests requests;
    private final AuthorSession session;
    private final CsrfCheck csrf;
    private final AuthorAuth auth;
    private final AuthorPages pages;
    private final MyDataPresenter presenter;
    private final MyDataPages forms;
    private final AddressStore addresses = new AddressStore();

    /** What is kept under an address: one page of the comments, with one more if there are more, and all else. */
    record Kept(List<Comment> comments, List<Subscription> subscriptions, List<DataRequest> requests, boolean muted) {}

    MyDataRoutes(
            Database database,
            AuthorActions authors,
            Subscriptions subscriptions,
            DataRequests requests,
            AuthorSession session,
            CsrfCheck csrf,
            AuthorAuth auth,
            AuthorPages pages,
            MyDataPresenter presenter) {
        this.database = database;
        this.authors = authors;
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.session = session;
        this.csrf = csrf;
        this.auth = auth;
        this.pages = pages;
        this.presenter = presenter;
        this.forms = new MyDataPages(auth, pages);
    }

    @Override
    public void mount(Router router) {
        auth.get(router, "/sites/:site/mine/all", this::list);
        auth.page(router, "/sites/:site/mine/stop", request -> confirm(request, "stop"), this::stop);
        auth.page(router, "/sites/:site/mine/resume", request -> confirm(request, "resume"), this::resume);
        auth.post(router, "/sites/:site/mine/follows/:id/end", this::endSubscription);
        router.post("/sites/:site/mine/leave").handler(siteHandler(this::signOut));
    }

    private Future<Response> list(AuthorRequest request) {
        var before = request.query("before");
        var siteId = request.site().id();
        var done = request.query("done");
        return Future.all(
                        authors.byAddress(
                                siteId, request.addressId(), before == null ? null : Params.id(before), PAGE + 1),
                        subscriptions.byAddress(siteId, request.addressId()),
                        requests.byAddress(siteId, request.addressId()),
                        database.query(client -> addresses.isMuted(client, siteId, request.addressId())))
                .map(all -> new Kept(all.resultAt(0), all.resultAt(1), all.resultAt(2), all.resultAt(3)))
                .compose(kept -> pages.pageInBackground(
                        MyDataView.TEMPLATE,
                        () -> presenter.view(request.site(), request.email(), request.lang(), kept, done)));
    }

    private Future<Response> confirm(AuthorRequest request, String action) {
        var form = forms.form(request, "selfservice.mine." + action + ".", "/" + action, null, false);
        return Future.succeededFuture(pages.confirmation(200, forms.frame(request), form, null));
    }

    private Future<Response> stop(AuthorRequest request) {
        return subscriptions
                .stopAll(request.site().id(), request.addressId())
                .map(done -> auth.backToList(request.site(), "stop"));
    }

    private Future<Response> resume(AuthorRequest request) {
        return database.query(client -> addresses.mute(client, request.site().id(), request.addressId(), false))
                .map(done -> auth.backToList(request.site(), "resume"));
    }

    private Future<Response> endSubscription(AuthorRequest request) {
        return subscriptions
                .end(request.site().id(), request.id("id"), request.addressId())
                .map(done -> auth.backToList(request.site(), "unfollow"));
    }

    private Future<Response> signOut(SiteRequest request) {
        csrf.require(request);
        return session.revoke(request).map(ended -> auth.start(request.site()).with("Set-Cookie", session.end()));
    }
}
