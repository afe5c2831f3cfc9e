package dev.palabre.privacy.selfservice;

import dev.palabre.address.MaskedEmail;
import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.OneClickUnsubscribe;
import dev.palabre.http.Params;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.privacy.selfservice.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.AuthorActionView.Field;
import dev.palabre.privacy.selfservice.AuthorPages.Asked;
import dev.palabre.privacy.selfservice.AuthorPages.Frame;
import dev.palabre.privacy.selfservice.ReceiptHandler.Opened;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What whoever holds a receipt does: GET says what will happen, POST from that page does it. */
final class AuthorActionRoutes {
    private final ReceiptHandler door;
    private final AuthorActions authors;
    private final CommentEdits edits;
    private final LinkMailer requests;
    private final AuthorPages pages;
    private final CsrfCheck sameOrigin;
    private final ClientAddresses visitors;
    private final RateLimit links;

    record Typed(@Nullable String text) {}

    AuthorActionRoutes(
            ReceiptHandler door,
            AuthorActions authors,
            CommentEdits edits,
            LinkMailer requests,
            AuthorPages pages,
            CsrfCheck sameOrigin,
            ClientAddresses visitors,
            RateLimit links) {
        this.door = door;
        this.authors = authors;
        this.edits = edits;
        this.requests = requests;
        this.pages = pages;
        this.sameOrigin = sameOrigin;
        this.visitors = visitors;
        this.links = links;
    }

    void mount(Router router) {
        router.get("/c/:receipt/:act").handler(Response.handler(this::show));
        router.post("/c/:receipt/:act").handler(Response.handler(this::act));
    }

    private Future<Response> show(RoutingContext ctx) {
        var act = act(ctx, "act");
        return door.open(ctx).compose(opened -> {
            if (opened.spent()) {
                return Future.succeededFuture(gone(ctx, opened));
            }
            requireOpen(act, opened);
            return act.isMailed()
                    ? requests.address(opened.comment())
                            .map(email -> confirm(ctx, act, opened, Map.of("address", MaskedEmail.of(email))))
                    : Future.succeededFuture(
                            act == AuthorAction.EDIT
                                    ? editor(ctx, opened, opened.comment().text(), null)
                                    : confirm(ctx, act, opened, Map.of()));
        });
    }

    private Future<Response> act(RoutingContext ctx) {
        var act = act(ctx, "act");
        var oneClick = act == AuthorAction.MUTE && OneClickUnsubscribe.isOne(ctx);
        if (!oneClick) {
            sameOrigin.require(ctx);
        }
        if (act.isMailed()) {
            links.require(visitors.bucket(ctx.request()), "too_many_requests");
        }
        return door.open(ctx).compose(opened -> {
            if (opened.spent() && act != AuthorAction.RENEW) {
                return Future.succeededFuture(gone(ctx, opened));
            }
            if (!opened.spent()) {
                requireOpen(act, opened);
            }
            return done(ctx, act, opened).map(reply -> oneClick ? OneClickUnsubscribe.done() : reply);
        });
    }

    private Future<Response> done(RoutingContext ctx, AuthorAction act, Opened opened) {
        var comment = opened.comment();
        return switch (act) {
            case EDIT -> edit(ctx, opened);
            case WITHDRAW -> authors.withdraw(comment).map(done -> back(opened, act));
            case MUTE -> authors.mute(comment, true).map(done -> back(opened, act));
            case UNMUTE -> authors.mute(comment, false).map(done -> back(opened, act));
            // A dead receipt brings the present one to the address again, and kills nothing.
            case RENEW -> requests.ask(comment, act, !opened.spent()).map(email -> mailed(ctx, act, opened, email));
            case VERIFY, CORRECT, DOWNLOAD, ERASE ->
                requests.ask(comment, act, false).map(email -> mailed(ctx, act, opened, email));
        };
    }

    private Future<Response> edit(RoutingContext ctx, Opened opened) {
        var typed = RequestBody.read(ctx, Typed.class).text();
        return Future.succeededFuture(typed)
                .compose(text -> edits.edit(opened.site(), opened.comment(), text))
                .map(before -> back(opened, AuthorAction.EDIT))
                .recover(failure -> failure instanceof Problem problem && problem.kind() == Kind.INVALID
                        ? Future.succeededFuture(editor(ctx, opened, typed, problem))
                        : Future.failedFuture(failure));
    }

    private Response editor(RoutingContext ctx, Opened opened, @Nullable String text, @Nullable Problem refused) {
        var field = pages.field(opened.site(), opened.lang(), "text", text, refused);
        return pages.asked(
                ctx, frame(opened), asked(AuthorAction.EDIT, opened, Map.of()), refused, List.<Field>of(field));
    }

    private Response confirm(RoutingContext ctx, AuthorAction act, Opened opened, Map<String, String> values) {
        return pages.asked(ctx, 200, frame(opened), asked(act, opened, values), null);
    }

    private Asked asked(AuthorAction act, Opened opened, Map<String, String> values) {
        var words = "author.act." + act.wire() + ".";
        return new Asked(
                pages.say(opened.lang(), words + "title"),
                List.of(pages.say(opened.lang(), words + "lead", values)),
                address(opened.receipt(), act),
                List.of(new Button("act", act.wire(), pages.say(opened.lang(), words + "button"))),
                act.isGrave() && !act.isMailed());
    }

    private Response mailed(RoutingContext ctx, AuthorAction act, Opened opened, String email) {
        var frame = act == AuthorAction.RENEW ? new Frame(opened.site(), opened.lang(), null, null) : frame(opened);
        return pages.said(
                ctx,
                frame,
                pages.say(opened.lang(), "author.mailed.title"),
                pages.say(
                        opened.lang(),
                        act == AuthorAction.RENEW || act == AuthorAction.VERIFY
                                ? "author.mailed.kept"
                                : "author.mailed.lead",
                        Map.of("address", MaskedEmail.of(email))));
    }

    /** The page of a receipt that another took the place of. */
    Response gone(RoutingContext ctx, Opened opened) {
        if (!Response.asPage(ctx)) {
            throw Problem.of(Kind.GONE, "receipt_renewed");
        }
        var lang = opened.lang();
        var withAddress = opened.comment().addressId() != null;
        var asked = new Asked(
                pages.say(lang, "author.gone.title"),
                List.of(pages.say(lang, "author.gone.lead")),
                withAddress ? address(opened.receipt(), AuthorAction.RENEW) : "",
                withAddress
                        ? List.of(new Button("act", AuthorAction.RENEW.wire(), pages.say(lang, "author.gone.button")))
                        : List.of(),
                false);
        return pages.asked(ctx, Kind.GONE.status(), new Frame(opened.site(), lang, null, null), asked, null);
    }

    private Response back(Opened opened, AuthorAction act) {
        return Response.seeOther(pages.to("/c/" + opened.receipt() + "?done=" + act.wire()));
    }

    private Frame frame(Opened opened) {
        return new Frame(
                opened.site(),
                opened.lang(),
                pages.to("/c/" + opened.receipt()),
                pages.say(opened.lang(), "author.back"));
    }

    private String address(String receipt, AuthorAction act) {
        return pages.to("/c/" + receipt + "/" + act.wire());
    }

    private static void requireOpen(AuthorAction act, Opened opened) {
        if (act.isMailed() && opened.comment().addressId() == null) {
            throw Problem.of(Kind.CONFLICT, "no_address");
        }
        if (!AuthorAction.of(opened.site(), opened.comment()).contains(act)) {
            throw Problem.of(Kind.CONFLICT, act == AuthorAction.EDIT ? "edit_closed" : "act_closed");
        }
    }

    /** The act of a name in a request; what is none is nothing that exists (404). */
    private static AuthorAction act(RoutingContext ctx, String name) {
        return known(Params.path(ctx, name)).orElseThrow(Problem::notFound);
    }

    static Optional<AuthorAction> known(@Nullable String wire) {
        return Stream.of(AuthorAction.values())
                .filter(act -> act.wire().equals(wire))
                .findFirst();
    }
}
