package dev.palabre.cli;

import dev.palabre.auth.Role;
import dev.palabre.demo.DemoSite;
import dev.palabre.server.HttpListener;
import dev.palabre.server.Infrastructure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole thing on one machine: the server, and a small newspaper of another site that embeds it. */
@Command(
        name = "demo",
        description = "Runs the server with a small newspaper that embeds it, on http://localhost:8081.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer>, ServerOptions.OnServer {
    private static final String SITE = "demo";
    private static final String MODERATOR = "moderation@example.org";

    @Spec
    private CommandSpec spec;

    @Option(names = "--site-port", description = "TCP port of the newspaper; 0 takes a free one (8081)")
    private int sitePort = 8081;

    @Override
    public Integer call() throws InterruptedException {
        var config = ServerOptions.config(spec);
        var ground = Infrastructure.open(config);
        var app = ServeCommand.startOrClose(config, ground);
        try {
            var newspaper = Infrastructure.await(
                    HttpListener.named(DemoSite.start(ground.vertx(), sitePort, app.url()), sitePort, "--site-port"));
            prepare(ground, newspaper.url());
            welcome(newspaper.url(), app.url(), moderator(ground), config.smtp() != null);
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
        ServeCommand.untilStopped(app);
        return 0;
    }

    private static void prepare(Infrastructure ground, String origin) {
        var sites = ground.sites();
        var there = Infrastructure.await(sites.list()).stream()
                .anyMatch(site -> site.key().equals(SITE));
        if (!there) {
            Infrastructure.await(sites.add(
                    SITE,
                    "Corniche",
                    List.of(origin),
                    Map.of("timezone", "Africa/Dakar", "purposes", "audience,media")));
        } else {
            Infrastructure.await(sites.set(SITE, Map.of("origins", origin)));
        }
    }

    /** Who moderates here, with a password that is new at each start: only its hash is kept. */
    private static String moderator(Infrastructure ground) {
        var moderators = ModeratorCommand.moderators(ground);
        var added = Infrastructure.await(moderators.add(MODERATOR, List.of(SITE), Role.OWNER));
        return added.password() != null ? added.password() : Infrastructure.await(moderators.reset(MODERATOR));
    }

    private void welcome(String newspaper, String server, String password, boolean mailLeaves) {
        var out = spec.commandLine().getOut();
        out.println();
        out.println("  Palabre is running.");
        out.println();
        out.println("  Read and comment   " + newspaper);
        out.println("  Moderate           " + server + "/moderation");
        out.println("                     " + MODERATOR);
        out.println("                     " + password);
        out.println("  Mails              " + (mailLeaves ? "are sent" : server + "/moderation/mails"));
        out.println();
        out.println("  Ctrl-C stops everything; the comments stay.");
        out.println();
        out.flush();
    }
}
