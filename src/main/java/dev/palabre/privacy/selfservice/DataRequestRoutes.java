package dev.palabre.privacy.selfservice;

import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.privacy.datarequest.RequestType;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Field;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Option;
import dev.palabre.privacy.selfservice.page.AuthorPages;
import dev.palabre.privacy.selfservice.page.AuthorPages.Form;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form for data requests that a person answers. */
final class DataRequestRoutes implements Routes {
    /** Name of this action in the address of the list. */
    static final String DONE = "ask";

    private static final int MAX_TEXT = 2_000;

    private final DataRequests requests;
    private final AuthorAuth auth;
    private final AuthorPages pages;
    private final MyDataPages forms;

    record Typed(@Nullable String kind, @Nullable String text) {}

    DataRequestRoutes(DataRequests requests, AuthorAuth auth, AuthorPages pages) {
        this.requests = requests;
        this.auth = auth;
        this.pages = pages;
        this.forms = new MyDataPages(auth, pages);
    }

    @Override
    public void mount(Router router) {
        auth.page(
                router,
                "/sites/:site/mine/ask",
                request -> Future.succeededFuture(form(request, new Typed(null, null), null)),
                this::submit);
    }

    private Future<Response> submit(AuthorRequest request) {
        var typed = request.body(Typed.class);
        return requests.submit(
                        request.site(),
                        request.addressId(),
                        request.email(),
                        request.lang(),
                        typed.kind(),
                        typed.text())
                .map(saved -> auth.backToList(request.site(), DONE))
                .recover(failure -> failure instanceof Problem problem
                                && (problem.kind() == Kind.INVALID || problem.kind() == Kind.CONFLICT)
                        ? Future.succeededFuture(form(request, typed, problem))
                        : Future.failedFuture(failure));
    }

    private Response form(AuthorRequest request, Typed typed, @Nullable Problem refused) {
        var lang = request.lang();
        var form = new Form(
                pages.text(lang, "datarequest.ask.title"),
                List.of(pages.text(lang, "datarequest.ask.lead"), pages.text(lang, "datarequest.ask.yourself")),
                auth.base(request.site()) + "/ask",
                List.of(new Button("ask", "1", pages.text(lang, "datarequest.ask.button"))),
                false);
        return pages.form(forms.frame(request), form, refused, fields(lang, typed, refused));
    }

    private List<Field> fields(String lang, Typed typed, @Nullable Problem refused) {
        var options = Stream.of(RequestType.values())
                .map(type -> new Option(
                        "kind",
                        type.wire(),
                        pages.text(lang, "datarequest.choice." + type.wire()),
                        type.wire().equals(typed.kind())))
                .toList();
        return List.of(
                field(lang, "kind", false, "", options, refused),
                field(lang, "text", true, typed.text() == null ? "" : typed.text(), List.of(), refused));
    }

    private Field field(
            String lang,
            String name,
            boolean multiline,
            String value,
            List<Option> options,
            @Nullable Problem refused) {
        return new Field(
                name,
                pages.text(lang, "datarequest.field." + name),
                "text",
                "off",
                multiline,
                true,
                MAX_TEXT,
                value,
                options,
                pages.error(refused, name, lang));
    }
}
