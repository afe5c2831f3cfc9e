package dev.palabre.privacy.selfservice;

import static dev.palabre.http.Request.handler;

import dev.palabre.address.MaskedEmail;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.StatusText;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.Request;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.selfservice.Corrections.Correction;
import dev.palabre.privacy.selfservice.Corrections.Typed;
import dev.palabre.privacy.selfservice.MailedLinkRequests.Opened;
import dev.palabre.privacy.selfservice.export.PersonalDataExport;
import dev.palabre.privacy.selfservice.export.PersonalDataExport.Format;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.page.AuthorPages;
import dev.palabre.privacy.selfservice.page.AuthorPages.Form;
import dev.palabre.privacy.selfservice.page.AuthorPages.Frame;
import dev.palabre.problem.Problem;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page that a mailed link opens: it says what will happen, and has one button that does it, once. */
final class MailedLinkRoutes implements Routes {
    private final MailedLinkRequests links;
    private final MailedLinkActions actions;
    private final Corrections corrections;
    private final PersonalDataExport export;
    private final Receipts receipts;
    private final CsrfCheck csrf;
    private final AuthorPages pages;

    record Choice(@Nullable String format) {}

    MailedLinkRoutes(
            MailedLinkRequests links,
            MailedLinkActions actions,
            Corrections corrections,
            PersonalDataExport export,
            Receipts receipts,
            CsrfCheck csrf,
            AuthorPages pages) {
        this.links = links;
        this.actions = actions;
        this.corrections = corrections;
        this.export = export;
        this.receipts = receipts;
        this.csrf = csrf;
        this.pages = pages;
    }

    @Override
    public void mount(Router router) {
        router.get("/rights/:right/:token").handler(handler(this::show));
        router.post("/rights/:right/:token").handler(handler(this::perform));
    }

    private Future<Response> show(Request request) {
        return links.open(request)
                .map(opened -> opened.purpose().equals(MailedLinkRequests.CORRECT)
                        ? form(opened, Typed.of(opened.comment(), opened.email()), null)
                        : pages.confirmation(200, frame(opened), form(opened), html(opened)));
    }

    private Future<Response> perform(Request request) {
        csrf.require(request);
        return links.open(request).compose(opened -> switch (opened.purpose()) {
            case MailedLinkRequests.ERASE ->
                actions.erase(opened).map(done -> message(opened, "selfservice.done.erase"));
            case MailedLinkRequests.CORRECT -> correct(request, opened);
            case MailedLinkRequests.DOWNLOAD -> download(request, opened);
            case AuthorMails.ADDRESS ->
                actions.changeAddress(opened).map(done -> message(opened, "selfservice.done.address"));
            default ->
                actions.verify(opened)
                        .map(done ->
                                Response.seeOther(receipts.statusUrl(receipts.of(opened.comment())) + "?done=verify"));
        });
    }

    private Future<Response> correct(Request request, Opened opened) {
        var typed = request.body(Typed.class);
        return Future.succeededFuture(typed)
                .map(words -> corrections.checked(opened.site(), words, opened.email()))
                .compose(correction -> actions.correct(opened, correction).map(done -> corrected(opened, correction)))
                .recover(failure -> Corrections.isRefusal(failure)
                        ? Future.succeededFuture(form(opened, typed, (Problem) failure))
                        : Future.failedFuture(failure));
    }

    private Response corrected(Opened opened, Correction correction) {
        var address = correction.address();
        return address == null
                ? message(opened, "selfservice.done.correct")
                : pages.message(
                        frame(opened),
                        pages.text(opened.lang(), "selfservice.done.title"),
                        pages.text(opened.lang(), "selfservice.done.correct"),
                        pages.text(
                                opened.lang(), "selfservice.done.confirm", Map.of("address", MaskedEmail.of(address))));
    }

    private Future<Response> download(Request request, Opened opened) {
        var format = "html".equals(request.body(Choice.class).format()) ? Format.HTML : Format.JSON;
        return actions.spend(opened)
                .compose(spent -> export.one(
                        opened.site(),
                        opened.comment(),
                        opened.link().addressId(),
                        opened.email(),
                        opened.lang(),
                        format));
    }

    private Response form(Opened opened, Typed typed, @Nullable Problem refused) {
        var fields = corrections.fields(opened.site(), opened.lang(), typed, refused);
        return pages.form(frame(opened), form(opened), refused, fields);
    }

    private Form form(Opened opened) {
        var lang = opened.lang();
        var key = "selfservice.right." + opened.purpose() + ".";
        var buttons = opened.purpose().equals(MailedLinkRequests.DOWNLOAD)
                ? List.of(
                        new Button("format", "json", pages.text(lang, "selfservice.data.json")),
                        new Button("format", "html", pages.text(lang, "selfservice.data.html")))
                : List.of(new Button("right", opened.purpose(), pages.text(lang, key + "button")));
        var values = Map.of("title", opened.comment().page().title(), "address", opened.email());
        return new Form(
                pages.text(lang, key + "title"),
                List.of(pages.text(lang, key + "lead", values)),
                pages.url("/rights/" + opened.purpose() + "/" + opened.token()),
                buttons,
                opened.purpose().equals(MailedLinkRequests.ERASE));
    }

    private static @Nullable String html(Opened opened) {
        return opened.purpose().equals(AuthorMails.ADDRESS) ? null : StatusText.inert(opened.comment());
    }

    private Response message(Opened opened, String key) {
        return pages.message(
                frame(opened), pages.text(opened.lang(), "selfservice.done.title"), pages.text(opened.lang(), key));
    }

    private static Frame frame(Opened opened) {
        return new Frame(opened.site(), opened.lang(), null);
    }
}
