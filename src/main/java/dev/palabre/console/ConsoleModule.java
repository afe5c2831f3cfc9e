package dev.palabre.console;

import dev.palabre.auth.Authenticator;
import dev.palabre.auth.SignIn;
import dev.palabre.console.layout.ConsoleAssets;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.mail.MailPages;
import dev.palabre.console.queue.QueuePages;
import dev.palabre.console.signin.SignInPages;
import dev.palabre.http.ErrorHandler;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.moderation.Moderation;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;
import java.util.List;

/** Puts the console together. */
public final class ConsoleModule {
    /** Templates that it renders. */
    public static final List<String> TEMPLATES = List.of("console-queue", "console-sign-in", "console-mails");

    private final SignInPages signInRoutes;
    private final QueuePages queueRoutes;
    private final MailPages mailRoutes;

    /** A console over this moderation. */
    public ConsoleModule(
            Moderation moderation,
            Authenticator authenticate,
            SignIn signIn,
            Sites sites,
            Outbox outbox,
            ConsoleLayout layout,
            ErrorHandler failures) {
        signInRoutes = new SignInPages(signIn, authenticate, layout, failures);
        queueRoutes = new QueuePages(moderation, authenticate, sites, layout, failures);
        mailRoutes = new MailPages(outbox, authenticate, sites, layout);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        signInRoutes.mount(router);
        queueRoutes.mount(router);
        mailRoutes.mount(router);
        ConsoleAssets.mount(router);
    }
}
