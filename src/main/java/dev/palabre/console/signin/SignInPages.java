package dev.palabre.console.signin;

import dev.palabre.auth.Authenticator;
import dev.palabre.auth.SignIn;
import dev.palabre.auth.SignIn.Credentials;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Params;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Signing in and out on the console's own pages. */
public final class SignInPages {
    private final SignIn signIn;
    private final Authenticator authenticate;
    private final ConsoleLayout layout;
    private final ErrorHandler failures;

    public SignInPages(SignIn signIn, Authenticator authenticate, ConsoleLayout layout, ErrorHandler failures) {
        this.signIn = signIn;
        this.authenticate = authenticate;
        this.layout = layout;
        this.failures = failures;
    }

    public void mount(Router router) {
        router.get("/moderation/sign-in").handler(Response.handler(this::show));
        router.post("/moderation/sign-in").handler(Response.handler(this::start));
        router.post("/moderation/sign-out").handler(Response.handler(this::end));
    }

    private Future<Response> show(RoutingContext ctx) {
        var lang = layout.lang(ctx, null);
        var ended = Params.query(ctx, "ended") != null ? layout.text(lang, "signin.ended") : null;
        return authenticate
                .known(ctx)
                .map(known -> known.isPresent()
                        ? Response.seeOther(layout.path("/moderation"))
                        : page(ctx, 200, "", null, ended));
    }

    private Future<Response> start(RoutingContext ctx) {
        var typed = RequestBody.read(ctx, Credentials.class);
        return Future.succeededFuture(typed)
                .compose(credentials -> signIn.start(ctx, credentials))
                .map(signedIn -> Response.seeOther(layout.path("/moderation"))
                        .with("Set-Cookie", signedIn.setCookie())
                        .with("Set-Cookie", signedIn.deviceCookie()))
                .recover(failure -> failure instanceof Problem problem && isTheirs(problem)
                        ? Future.succeededFuture(refused(ctx, typed, problem))
                        : Future.failedFuture(failure));
    }

    private Future<Response> end(RoutingContext ctx) {
        return signIn.end(ctx).map(dropped -> Response.seeOther(layout.path("/moderation/sign-in?ended=1"))
                .with("Set-Cookie", dropped));
    }

    private static boolean isTheirs(Problem problem) {
        return problem.kind() == Kind.UNAUTHENTICATED
                || problem.kind() == Kind.INVALID
                || problem.kind() == Kind.TOO_MANY;
    }

    private Response refused(RoutingContext ctx, Credentials typed, Problem problem) {
        var lang = layout.lang(ctx, null);
        var sentence = failures.sentences(problem, lang);
        var email = typed.email() == null ? "" : typed.email();
        var page = page(ctx, problem.kind().status(), email, sentence, null);
        return problem.retryAfterSeconds() > 0
                ? page.with("Retry-After", String.valueOf(problem.retryAfterSeconds()))
                : page;
    }

    private Response page(
            RoutingContext ctx, int status, String email, @Nullable String refusal, @Nullable String notice) {
        var lang = layout.lang(ctx, null);
        ErrorHandler.speak(ctx, lang);
        var view = new SignInView(
                lang,
                layout.dir(lang),
                layout.frame(layout.text(lang, "signin.title"), null, Section.QUEUE),
                layout.path("/moderation/sign-in"),
                email,
                refusal,
                notice);
        return layout.page(status, "console-sign-in", view);
    }
}
