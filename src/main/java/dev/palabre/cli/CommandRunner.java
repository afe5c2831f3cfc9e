package dev.palabre.cli;

import dev.palabre.db.Database;
import dev.palabre.server.Infrastructure;
import io.vertx.core.Future;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** What a command does on the server's database: opens it, waits for the work, and closes it again. */
final class CommandRunner {
    /** A command may take its time, and leaves the connections to the server that runs beside it. */
    private static final Database.Limits LIMITS = new Database.Limits(2, 200, 60_000);

    private CommandRunner() {}

    /** Does the work on the database that the command's options name, and returns what came of it. */
    static <T> T await(CommandSpec spec, Function<Infrastructure, Future<T>> work) {
        try (var ground = Infrastructure.open(ServerOptions.config(spec), LIMITS)) {
            return Infrastructure.await(work.apply(ground));
        }
    }
}
