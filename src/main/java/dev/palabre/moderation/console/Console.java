package dev.palabre.moderation.console;

import dev.palabre.kernel.http.Failures;
import dev.palabre.mail.Outbox;
import dev.palabre.moderation.Moderation;
import dev.palabre.signin.Authenticate;
import dev.palabre.signin.SignIn;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;
import java.util.List;

/** Puts the console together. */
public final class Console {
    /** Templates that it renders. */
    public static final List<String> TEMPLATES = List.of("console-queue", "console-sign-in", "console-mails");

    private final SignInRoutes signInRoutes;
    private final QueueRoutes queueRoutes;
    private final MailRoutes mailRoutes;

    /** A console over this moderation. */
    public Console(
            Moderation moderation,
            Authenticate authenticate,
            SignIn signIn,
            Sites sites,
            Outbox outbox,
            Chrome chrome,
            Failures failures) {
        signInRoutes = new SignInRoutes(signIn, authenticate, chrome, failures);
        queueRoutes = new QueueRoutes(moderation, authenticate, sites, chrome, failures);
        mailRoutes = new MailRoutes(outbox, authenticate, sites, chrome);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        signInRoutes.mount(router);
        queueRoutes.mount(router);
        mailRoutes.mount(router);
        ConsoleAssets.mount(router);
    }
}
