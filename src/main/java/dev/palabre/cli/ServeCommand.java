package dev.palabre.cli;

import dev.palabre.config.Config;
import dev.palabre.server.Infrastructure;
import dev.palabre.server.Server;
import dev.palabre.server.Shutdown;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the server until the process is told to stop; prints its address once it answers. */
@Command(
        name = "serve",
        description =
                "Runs the server. Its address is printed on stdout once it answers; everything else goes to stderr.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer>, ServerOptions.OnServer {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var config = ServerOptions.config(spec);
        var ground = Infrastructure.open(config);
        var app = startOrClose(config, ground);
        spec.commandLine().getOut().println(app.url());
        spec.commandLine().getOut().flush();
        untilStopped(app);
        return 0;
    }

    static Server startOrClose(Config config, Infrastructure ground) {
        try {
            return Server.start(config, ground);
        } catch (RuntimeException e) {
            ground.close();
            throw e;
        }
    }

    /** Waits for SIGTERM or Ctrl-C, and closes in the shutdown hook, which the JVM waits for. */
    static void untilStopped(AutoCloseable app) throws InterruptedException {
        Shutdown.opening(() -> app);
        new CountDownLatch(1).await();
    }
}
