package dev.palabre.author;

import dev.palabre.author.ActView.Button;
import dev.palabre.author.ActView.Field;
import dev.palabre.author.AuthorPages.Asked;
import dev.palabre.author.AuthorPages.Frame;
import dev.palabre.author.ReceiptDoor.Opened;
import dev.palabre.comment.Authors;
import dev.palabre.comment.Edits;
import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.OneClick;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.mail.Masked;
import dev.palabre.signin.SameOrigin;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What whoever holds a receipt does: GET says what will happen, POST from that page does it. */
final class ActRoutes {
    private final ReceiptDoor door;
    private final Authors authors;
    private final Edits edits;
    private final LinkRequests requests;
    private final AuthorPages pages;
    private final SameOrigin sameOrigin;
    private final Visitors visitors;
    private final RateLimit links;

    record Typed(@Nullable String text) {}

    ActRoutes(
            ReceiptDoor door,
            Authors authors,
            Edits edits,
            LinkRequests requests,
            AuthorPages pages,
            SameOrigin sameOrigin,
            Visitors visitors,
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
        router.get("/c/:receipt/:act").handler(Reply.handler(this::show));
        router.post("/c/:receipt/:act").handler(Reply.handler(this::act));
    }

    private Future<Reply> show(RoutingContext ctx) {
        var act = act(ctx, "act");
        return door.open(ctx).compose(opened -> {
            if (opened.spent()) {
                return Future.succeededFuture(gone(ctx, opened));
            }
            requireOpen(act, opened);
            return act.isMailed()
                    ? requests.address(opened.comment())
                            .map(email -> confirm(ctx, act, opened, Map.of("address", Masked.of(email))))
                    : Future.succeededFuture(
                            act == Act.EDIT
                                    ? editor(ctx, opened, opened.comment().text(), null)
                                    : confirm(ctx, act, opened, Map.of()));
        });
    }

    private Future<Reply> act(RoutingContext ctx) {
        var act = act(ctx, "act");
        var oneClick = act == Act.MUTE && OneClick.isOne(ctx);
        if (!oneClick) {
            sameOrigin.require(ctx);
        }
        if (act.isMailed()) {
            links.require(visitors.bucket(ctx.request()), "too_many_requests");
        }
        return door.open(ctx).compose(opened -> {
            if (opened.spent() && act != Act.RENEW) {
                return Future.succeededFuture(gone(ctx, opened));
            }
            if (!opened.spent()) {
                requireOpen(act, opened);
            }
            return done(ctx, act, opened).map(reply -> oneClick ? OneClick.done() : reply);
        });
    }

    private Future<Reply> done(RoutingContext ctx, Act act, Opened opened) {
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

    private Future<Reply> edit(RoutingContext ctx, Opened opened) {
        var typed = Bodies.read(ctx, Typed.class).text();
        return Future.succeededFuture(typed)
                .compose(text -> edits.edit(opened.site(), opened.comment(), text))
                .map(before -> back(opened, Act.EDIT))
                .recover(failure -> failure instanceof Problem problem && problem.kind() == Kind.INVALID
                        ? Future.succeededFuture(editor(ctx, opened, typed, problem))
                        : Future.failedFuture(failure));
    }

    private Reply editor(RoutingContext ctx, Opened opened, @Nullable String text, @Nullable Problem refused) {
        var field = pages.field(opened.site(), opened.lang(), "text", text, refused);
        return pages.asked(ctx, frame(opened), asked(Act.EDIT, opened, Map.of()), refused, List.<Field>of(field));
    }

    private Reply confirm(RoutingContext ctx, Act act, Opened opened, Map<String, String> values) {
        return pages.asked(ctx, 200, frame(opened), asked(act, opened, values), null);
    }

    private Asked asked(Act act, Opened opened, Map<String, String> values) {
        var words = "author.act." + act.wire() + ".";
        return new Asked(
                pages.say(opened.lang(), words + "title"),
                List.of(pages.say(opened.lang(), words + "lead", values)),
                address(opened.receipt(), act),
                List.of(new Button("act", act.wire(), pages.say(opened.lang(), words + "button"))),
                act.isGrave() && !act.isMailed());
    }

    private Reply mailed(RoutingContext ctx, Act act, Opened opened, String email) {
        var frame = act == Act.RENEW ? new Frame(opened.site(), opened.lang(), null, null) : frame(opened);
        return pages.said(
                ctx,
                frame,
                pages.say(opened.lang(), "author.mailed.title"),
                pages.say(
                        opened.lang(),
                        act == Act.RENEW || act == Act.VERIFY ? "author.mailed.kept" : "author.mailed.lead",
                        Map.of("address", Masked.of(email))));
    }

    /** The page of a receipt that another took the place of. */
    Reply gone(RoutingContext ctx, Opened opened) {
        if (!Reply.asPage(ctx)) {
            throw Problem.of(Kind.GONE, "receipt_renewed");
        }
        var lang = opened.lang();
        var withAddress = opened.comment().addressId() != null;
        var asked = new Asked(
                pages.say(lang, "author.gone.title"),
                List.of(pages.say(lang, "author.gone.lead")),
                withAddress ? address(opened.receipt(), Act.RENEW) : "",
                withAddress
                        ? List.of(new Button("act", Act.RENEW.wire(), pages.say(lang, "author.gone.button")))
                        : List.of(),
                false);
        return pages.asked(ctx, Kind.GONE.status(), new Frame(opened.site(), lang, null, null), asked, null);
    }

    private Reply back(Opened opened, Act act) {
        return Reply.seeOther(pages.to("/c/" + opened.receipt() + "?done=" + act.wire()));
    }

    private Frame frame(Opened opened) {
        return new Frame(
                opened.site(),
                opened.lang(),
                pages.to("/c/" + opened.receipt()),
                pages.say(opened.lang(), "author.back"));
    }

    private String address(String receipt, Act act) {
        return pages.to("/c/" + receipt + "/" + act.wire());
    }

    private static void requireOpen(Act act, Opened opened) {
        if (act.isMailed() && opened.comment().addressId() == null) {
            throw Problem.of(Kind.CONFLICT, "no_address");
        }
        if (!Act.of(opened.site(), opened.comment()).contains(act)) {
            throw Problem.of(Kind.CONFLICT, act == Act.EDIT ? "edit_closed" : "act_closed");
        }
    }

    /** The act of a name in a request; what is none is nothing that exists (404). */
    private static Act act(RoutingContext ctx, String name) {
        return known(Params.path(ctx, name)).orElseThrow(Problem::notFound);
    }

    static Optional<Act> known(@Nullable String wire) {
        return Stream.of(Act.values()).filter(act -> act.wire().equals(wire)).findFirst();
    }
}
