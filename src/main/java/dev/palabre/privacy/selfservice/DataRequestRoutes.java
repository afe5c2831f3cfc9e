package dev.palabre.privacy.selfservice;

import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.privacy.datarequest.RequestType;
import dev.palabre.privacy.selfservice.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.AuthorActionView.Field;
import dev.palabre.privacy.selfservice.AuthorActionView.Option;
import dev.palabre.privacy.selfservice.AuthorAuth.Owner;
import dev.palabre.privacy.selfservice.AuthorPages.Asked;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What takes a person to answer: asked here, by whoever is known to read the address's mails. */
final class DataRequestRoutes {
    /** What the list is told was done. */
    static final String DONE = "ask";

    private static final int MAX_TEXT = 2_000;

    private final DataRequests requests;
    private final AuthorAuth door;
    private final AuthorPages pages;

    record Typed(@Nullable String kind, @Nullable String text) {}

    DataRequestRoutes(DataRequests requests, AuthorAuth door, AuthorPages pages) {
        this.requests = requests;
        this.door = door;
        this.pages = pages;
    }

    void mount(Router router) {
        door.page(
                router,
                "/sites/:site/mine/ask",
                (ctx, owner) -> Future.succeededFuture(form(ctx, owner, new Typed(null, null), null)),
                this::ask);
    }

    private Future<Response> ask(RoutingContext ctx, Owner owner) {
        var typed = RequestBody.read(ctx, Typed.class);
        return requests.ask(owner.site(), owner.address(), owner.email(), owner.lang(), typed.kind(), typed.text())
                .map(request -> door.back(owner, DONE))
                .recover(failure -> failure instanceof Problem problem
                                && (problem.kind() == Kind.INVALID || problem.kind() == Kind.CONFLICT)
                        ? Future.succeededFuture(form(ctx, owner, typed, problem))
                        : Future.failedFuture(failure));
    }

    private Response form(RoutingContext ctx, Owner owner, Typed typed, @Nullable Problem refused) {
        var lang = owner.lang();
        var asked = new Asked(
                pages.say(lang, "datarequest.ask.title"),
                List.of(pages.say(lang, "datarequest.ask.lead"), pages.say(lang, "datarequest.ask.yourself")),
                door.base(owner.site()) + "/ask",
                List.of(new Button("ask", "1", pages.say(lang, "datarequest.ask.button"))),
                false);
        return pages.asked(ctx, door.frame(owner), asked, refused, fields(lang, typed, refused));
    }

    private List<Field> fields(String lang, Typed typed, @Nullable Problem refused) {
        var options = Stream.of(RequestType.values())
                .map(matter -> new Option(
                        "kind",
                        matter.wire(),
                        pages.say(lang, "datarequest.choice." + matter.wire()),
                        matter.wire().equals(typed.kind())))
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
                pages.say(lang, "datarequest.field." + name),
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
