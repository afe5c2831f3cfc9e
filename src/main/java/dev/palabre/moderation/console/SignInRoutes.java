package dev.palabre.moderation.console;

import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.http.Reply;
import dev.palabre.moderation.console.Chrome.Section;
import dev.palabre.signin.Authenticate;
import dev.palabre.signin.SignIn;
import dev.palabre.signin.SignIn.Credentials;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Signing in and out on the console's own pages. */
final class SignInRoutes {
    private final SignIn signIn;
    private final Authenticate authenticate;
    private final Chrome chrome;
    private final Failures failures;

    SignInRoutes(SignIn signIn, Authenticate authenticate, Chrome chrome, Failures failures) {
        this.signIn = signIn;
        this.authenticate = authenticate;
        this.chrome = chrome;
        this.failures = failures;
    }

    void mount(Router router) {
        router.get("/moderation/sign-in").handler(Reply.handler(this::show));
        router.post("/moderation/sign-in").handler(Reply.handler(this::start));
        router.post("/moderation/sign-out").handler(Reply.handler(this::end));
    }

    private Future<Reply> show(RoutingContext ctx) {
        var lang = chrome.lang(ctx, null);
        var ended = Params.query(ctx, "ended") != null ? chrome.say(lang, "signin.ended") : null;
        return authenticate
                .known(ctx)
                .map(known -> known.isPresent()
                        ? Reply.seeOther(chrome.path("/moderation"))
                        : page(ctx, 200, "", null, ended));
    }

    private Future<Reply> start(RoutingContext ctx) {
        var typed = Bodies.read(ctx, Credentials.class);
        return Future.succeededFuture(typed)
                .compose(credentials -> signIn.start(ctx, credentials))
                .map(signedIn -> Reply.seeOther(chrome.path("/moderation")).with("Set-Cookie", signedIn.setCookie()))
                .recover(failure -> failure instanceof Problem problem && isTheirs(problem)
                        ? Future.succeededFuture(refused(ctx, typed, problem))
                        : Future.failedFuture(failure));
    }

    private Future<Reply> end(RoutingContext ctx) {
        return signIn.end(ctx).map(dropped -> Reply.seeOther(chrome.path("/moderation/sign-in?ended=1"))
                .with("Set-Cookie", dropped));
    }

    private static boolean isTheirs(Problem problem) {
        return problem.kind() == Kind.UNAUTHENTICATED
                || problem.kind() == Kind.INVALID
                || problem.kind() == Kind.TOO_MANY;
    }

    private Reply refused(RoutingContext ctx, Credentials typed, Problem problem) {
        var lang = chrome.lang(ctx, null);
        var sentence = failures.sentences(problem, lang);
        var email = typed.email() == null ? "" : typed.email();
        var page = page(ctx, problem.kind().status(), email, sentence, null);
        return problem.retryAfterSeconds() > 0
                ? page.with("Retry-After", String.valueOf(problem.retryAfterSeconds()))
                : page;
    }

    private Reply page(
            RoutingContext ctx, int status, String email, @Nullable String refusal, @Nullable String notice) {
        var lang = chrome.lang(ctx, null);
        Failures.speak(ctx, lang);
        var view = new SignInView(
                lang,
                chrome.dir(lang),
                chrome.frame(chrome.say(lang, "signin.title"), null, Section.QUEUE),
                chrome.path("/moderation/sign-in"),
                email,
                refusal,
                notice);
        return chrome.page(ctx, status, "console-sign-in", view);
    }
}
