package dev.palabre.cli;

import dev.palabre.db.Database;
import dev.palabre.server.Application;
import dev.palabre.server.Infrastructure;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** What a command does on the server's database: opens it, waits for the work, and closes it again. */
final class CommandRunner {
    /** A command may take its time, and leaves the connections to the server that runs beside it. */
    private static final Database.Limits LIMITS = new Database.Limits(2, 200, 60_000);

    private CommandRunner() {}

    /** Does the work with the application on the database that the command's options name; it neither listens nor runs jobs. */
    static <T> T withApplication(CommandSpec spec, Function<Application, Future<T>> work) {
        var config = ServerOptions.config(spec);
        return await(spec, infrastructure -> work.apply(Application.of(config, infrastructure)));
    }

    /** Does the work on the database that the command's options name, and returns what came of it. */
    static <T> T await(CommandSpec spec, Function<Infrastructure, Future<T>> work) {
        try (var ground = Infrastructure.open(ServerOptions.config(spec), LIMITS, Clock.systemUTC())) {
            return Infrastructure.await(work.apply(ground));
        }
    }
}
