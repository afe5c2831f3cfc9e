package dev.palabre.privacy.selfservice;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.model.Comment;
import dev.palabre.db.Database;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.Params;
import dev.palabre.http.Response;
import dev.palabre.privacy.selfservice.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.AuthorPages.Asked;
import dev.palabre.privacy.selfservice.AuthorPages.Frame;
import dev.palabre.site.Site;
import dev.palabre.site.SiteHandler;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Lets in whoever is known to read an address's mails, and has the pages that all of their acts look like. */
final class AuthorAuth {
    private final Database database;
    private final AuthorSession session;
    private final CsrfCheck sameOrigin;
    private final AuthorPages pages;
    private final Messages messages;
    private final AddressStore addresses = new AddressStore();

    /** Somebody who is known to read an address's mails. */
    record Owner(Site site, UUID address, String email, String lang) {}

    AuthorAuth(Database database, AuthorSession session, CsrfCheck sameOrigin, AuthorPages pages, Messages messages) {
        this.database = database;
        this.session = session;
        this.sameOrigin = sameOrigin;
        this.pages = pages;
        this.messages = messages;
    }

    /** A page that shows on GET and acts on POST, for its owner. */
    void page(
            Router router,
            String path,
            BiFunction<RoutingContext, Owner, Future<Response>> shown,
            BiFunction<RoutingContext, Owner, Future<Response>> done) {
        router.get(path).handler(Response.handler(ctx -> within(ctx, shown)));
        post(router, path, done);
    }

    /** What only acts, on the site's own word. */
    void post(Router router, String path, BiFunction<RoutingContext, Owner, Future<Response>> done) {
        router.post(path).handler(Response.handler(ctx -> {
            sameOrigin.require(ctx);
            return within(ctx, done);
        }));
    }

    /** Only for whom the session knows, and while the address is kept; anybody else begins at the beginning. */
    Future<Response> within(RoutingContext ctx, BiFunction<RoutingContext, Owner, Future<Response>> inside) {
        var site = SiteHandler.site(ctx);
        var lang = SiteHandler.language(ctx, messages, Params.query(ctx, "lang"));
        var link = session.link(ctx, site);
        if (link.isEmpty()) {
            return Future.succeededFuture(start(site));
        }
        return database.query(client -> session.isRevoked(client, link.get())
                        .compose(revoked -> revoked
                                ? Future.succeededFuture(Optional.<Owner>empty())
                                : owner(client, site, link.get().addressId(), lang)))
                .compose(owner -> owner.isEmpty()
                        ? Future.succeededFuture(start(site).with("Set-Cookie", session.end()))
                        : inside.apply(ctx, owner.get()));
    }

    private Future<Optional<Owner>> owner(SqlClient client, Site site, UUID address, String lang) {
        return addresses
                .find(client, site.id(), address)
                .map(email -> email.map(known -> new Owner(site, address, known, lang)));
    }

    /** Says what will happen, with the button that makes it happen. */
    Asked asking(Owner owner, String words, String path, @Nullable Comment comment, boolean grave) {
        var values = Map.of("title", comment == null ? "" : comment.page().title(), "address", owner.email());
        return new Asked(
                pages.say(owner.lang(), words + "title"),
                List.of(pages.say(owner.lang(), words + "lead", values)),
                base(owner.site()) + path,
                List.of(new Button("act", "1", pages.say(owner.lang(), words + "button"))),
                grave);
    }

    Frame frame(Owner owner) {
        return new Frame(
                owner.site(), owner.lang(), base(owner.site()) + "/all", pages.say(owner.lang(), "author.mine.back"));
    }

    /** Back to the list, which says what was done. */
    Response back(Owner owner, String done) {
        return Response.seeOther(base(owner.site()) + "/all?done=" + done);
    }

    Response start(Site site) {
        return Response.seeOther(base(site));
    }

    String base(Site site) {
        return pages.to("/sites/" + site.key() + "/mine");
    }
}
