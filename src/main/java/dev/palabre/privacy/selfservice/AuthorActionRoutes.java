package dev.palabre.privacy.selfservice;

import static dev.palabre.http.Request.handler;

import dev.palabre.address.MaskedEmail;
import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.OneClickUnsubscribe;
import dev.palabre.http.Request;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.selfservice.ReceiptHandler.Opened;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Link;
import dev.palabre.privacy.selfservice.page.AuthorPages;
import dev.palabre.privacy.selfservice.page.AuthorPages.Form;
import dev.palabre.privacy.selfservice.page.AuthorPages.Frame;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions of authors who hold a receipt: GET says what will happen, POST from that page does it. */
final class AuthorActionRoutes implements Routes {
    private final ReceiptHandler receipts;
    private final AuthorActions authors;
    private final CommentEdits edits;
    private final LinkMailer mailer;
    private final AuthorPages pages;
    private final CsrfCheck csrf;
    private final ClientLimit links;

    record Typed(@Nullable String text) {}

    AuthorActionRoutes(
            ReceiptHandler receipts,
            AuthorActions authors,
            CommentEdits edits,
            LinkMailer mailer,
            AuthorPages pages,
            CsrfCheck csrf,
            ClientLimit links) {
        this.receipts = receipts;
        this.authors = authors;
        this.edits = edits;
        this.mailer = mailer;
        this.pages = pages;
        this.csrf = csrf;
        this.links = links;
    }

    @Override
    public void mount(Router router) {
        router.get("/c/:receipt/:act").handler(handler(this::show));
        router.post("/c/:receipt/:act").handler(handler(this::perform));
    }

    private Future<Response> show(Request request) {
        var action = action(request);
        return receipts.open(request).compose(opened -> {
            if (opened.revoked()) {
                return Future.succeededFuture(revoked(request, opened));
            }
            requireOpen(action, opened);
            return action.isMailed()
                    ? mailer.address(opened.comment())
                            .map(email -> confirmation(action, opened, Map.of("address", MaskedEmail.of(email))))
                    : Future.succeededFuture(
                            action == AuthorAction.EDIT
                                    ? editor(opened, opened.comment().text(), null)
                                    : confirmation(action, opened, Map.of()));
        });
    }

    private Future<Response> perform(Request request) {
        var action = action(request);
        var oneClick = action == AuthorAction.MUTE && request.isOneClickUnsubscribe();
        if (!oneClick) {
            csrf.require(request);
        }
        if (action.isMailed()) {
            links.count(request);
        }
        return receipts.open(request).compose(opened -> {
            if (opened.revoked() && action != AuthorAction.RENEW) {
                return Future.succeededFuture(revoked(request, opened));
            }
            if (!opened.revoked()) {
                requireOpen(action, opened);
            }
            return done(request, action, opened).map(response -> oneClick ? OneClickUnsubscribe.done() : response);
        });
    }

    private Future<Response> done(Request request, AuthorAction action, Opened opened) {
        var comment = opened.comment();
        return switch (action) {
            case EDIT -> edit(request, opened);
            case WITHDRAW -> authors.withdraw(comment).map(done -> back(opened, action));
            case MUTE -> authors.mute(comment, true).map(done -> back(opened, action));
            case UNMUTE -> authors.mute(comment, false).map(done -> back(opened, action));
            // A revoked receipt has the present one mailed again, and revokes nothing.
            case RENEW ->
                mailer.mailLink(comment, action, !opened.revoked()).map(email -> mailed(action, opened, email));
            case VERIFY, CORRECT, DOWNLOAD, ERASE ->
                mailer.mailLink(comment, action, false).map(email -> mailed(action, opened, email));
        };
    }

    private Future<Response> edit(Request request, Opened opened) {
        var typed = request.body(Typed.class).text();
        return Future.succeededFuture(typed)
                .compose(text -> edits.edit(opened.site(), opened.comment(), text))
                .map(before -> back(opened, AuthorAction.EDIT))
                .recover(failure -> failure instanceof Problem problem && problem.kind() == Kind.INVALID
                        ? Future.succeededFuture(editor(opened, typed, problem))
                        : Future.failedFuture(failure));
    }

    private Response editor(Opened opened, @Nullable String text, @Nullable Problem refused) {
        var field = pages.field(opened.site(), opened.lang(), "text", text, refused);
        return pages.form(frame(opened), form(AuthorAction.EDIT, opened, Map.of()), refused, List.of(field));
    }

    private Response confirmation(AuthorAction action, Opened opened, Map<String, String> values) {
        return pages.confirmation(200, frame(opened), form(action, opened, values), null);
    }

    private Form form(AuthorAction action, Opened opened, Map<String, String> values) {
        var key = "selfservice.act." + action.wire() + ".";
        return new Form(
                pages.text(opened.lang(), key + "title"),
                List.of(pages.text(opened.lang(), key + "lead", values)),
                url(opened.receipt(), action),
                List.of(new Button("act", action.wire(), pages.text(opened.lang(), key + "button"))),
                action.isGrave() && !action.isMailed());
    }

    private Response mailed(AuthorAction action, Opened opened, String email) {
        var frame = action == AuthorAction.RENEW ? new Frame(opened.site(), opened.lang(), null) : frame(opened);
        return pages.message(
                frame,
                pages.text(opened.lang(), "selfservice.mailed.title"),
                pages.text(
                        opened.lang(),
                        action == AuthorAction.RENEW || action == AuthorAction.VERIFY
                                ? "selfservice.mailed.kept"
                                : "selfservice.mailed.lead",
                        Map.of("address", MaskedEmail.of(email))));
    }

    /** The page of a receipt that a newer one replaced. */
    Response revoked(Request request, Opened opened) {
        if (!request.wantsPage()) {
            throw Problem.of(Kind.GONE, "receipt_renewed");
        }
        var lang = opened.lang();
        var withAddress = opened.comment().addressId() != null;
        var form = new Form(
                pages.text(lang, "selfservice.gone.title"),
                List.of(pages.text(lang, "selfservice.gone.lead")),
                withAddress ? url(opened.receipt(), AuthorAction.RENEW) : "",
                withAddress
                        ? List.of(new Button(
                                "act", AuthorAction.RENEW.wire(), pages.text(lang, "selfservice.gone.button")))
                        : List.of(),
                false);
        return pages.confirmation(Kind.GONE.status(), new Frame(opened.site(), lang, null), form, null);
    }

    private Response back(Opened opened, AuthorAction action) {
        return Response.seeOther(pages.url("/c/" + opened.receipt() + "?done=" + action.wire()));
    }

    private Frame frame(Opened opened) {
        return new Frame(
                opened.site(),
                opened.lang(),
                new Link(pages.url("/c/" + opened.receipt()), pages.text(opened.lang(), "selfservice.back")));
    }

    private String url(String receipt, AuthorAction action) {
        return pages.url("/c/" + receipt + "/" + action.wire());
    }

    private static void requireOpen(AuthorAction action, Opened opened) {
        if (action.isMailed() && opened.comment().addressId() == null) {
            throw Problem.of(Kind.CONFLICT, "no_address");
        }
        if (!AuthorAction.of(opened.site(), opened.comment()).contains(action)) {
            throw Problem.of(Kind.CONFLICT, action == AuthorAction.EDIT ? "edit_closed" : "act_closed");
        }
    }

    /** The action of the path; an unknown one is not found (404). */
    private static AuthorAction action(Request request) {
        return AuthorAction.parse(request.path("act")).orElseThrow(Problem::notFound);
    }
}
