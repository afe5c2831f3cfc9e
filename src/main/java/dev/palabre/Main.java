package dev.palabre;

import dev.palabre.cli.ConsentCommand;
import dev.palabre.cli.DemoCommand;
import dev.palabre.cli.EraseCommand;
import dev.palabre.cli.MailCommand;
import dev.palabre.cli.ModeratorCommand;
import dev.palabre.cli.RetentionCommand;
import dev.palabre.cli.ServeCommand;
import dev.palabre.cli.ServerOptions;
import dev.palabre.cli.SiteCommand;
import dev.palabre.cli.TokenCommand;
import dev.palabre.config.ConfigException;
import dev.palabre.db.Database;
import dev.palabre.db.embedded.EmbeddedDatabaseException;
import dev.palabre.server.Logging;
import dev.palabre.server.OutOfMemoryExit;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;

/** Palabre on the command line. */
@Command(
        name = "palabre",
        description = "Comments and cookie consent for any web page, in one process.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            HelpCommand.class,
            DemoCommand.class,
            ServeCommand.class,
            SiteCommand.class,
            ConsentCommand.class,
            ModeratorCommand.class,
            TokenCommand.class,
            MailCommand.class,
            RetentionCommand.class,
            EraseCommand.class,
        },
        footer = {
            "",
            "Start with: palabre demo",
            "Every option can also be given in the environment; palabre serve --help lists both.",
        })
public final class Main {
    private Main() {}

    /**
     * Runs the command that the arguments name, and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Logging.configure();
        OutOfMemoryExit.endProcess();
        System.exit(commandLine().execute(args));
    }

    /** The commands, with the server's options added where they belong. */
    public static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        ServerOptions.addTo(line);
        line.setExecutionExceptionHandler(mistakes());
        line.setUsageHelpWidth(110);
        return line;
    }

    /** What the operator can mend is told in a sentence; only what is our own mistake comes with its trace. */
    private static IExecutionExceptionHandler mistakes() {
        return (failure, line, parsed) -> {
            var cause = failure instanceof CompletionException && failure.getCause() instanceof Exception inner
                    ? inner
                    : failure;
            if (cause instanceof ConfigException
                    || cause instanceof IllegalArgumentException
                    || cause instanceof IllegalStateException
                    || cause instanceof EmbeddedDatabaseException
                    || cause instanceof UncheckedIOException) {
                line.getErr().println(cause.getMessage());
                return 2;
            }
            if (Database.isAway(cause)) {
                line.getErr()
                        .println("The database does not answer (" + cause.getMessage()
                                + "): check that it runs and is not busy, then try again");
                return 1;
            }
            throw cause;
        };
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"palabre " + (version == null ? "(not packaged)" : version)};
        }
    }
}
