package dev.palabre.cli;

import dev.palabre.privacy.retention.ErasureReplay;
import dev.palabre.privacy.retention.RetentionModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What was erased, and must be again after a restore. */
@Command(
        name = "erase",
        description = "Erases again what a restored backup brought back.",
        mixinStandardHelpOptions = true,
        subcommands = {EraseCommand.Again.class},
        footer = {"", "docs/retention.md says how to restore a backup."})
public final class EraseCommand {
    private static final int FOREIGN = 1;

    private EraseCommand() {}

    @Command(
            name = "replay",
            description = {
                "Erases in this database what the files of one node or of several say was erased; as often as you like.",
                "Prints for each kind of thing: kind, how many the files name, how many were there again."
            },
            mixinStandardHelpOptions = true)
    static final class Again implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(
                paramLabel = "FILE",
                arity = "0..*",
                description = "erasures.jsonl of a node (that of the data folder)")
        private List<Path> files = List.of();

        @Override
        public Integer call() {
            var result = CommandRunner.withApplication(spec, application -> {
                var retention = application.retention();
                var chosen = files.isEmpty() ? List.of(own(retention)) : files;
                return retention.replay().replay(chosen).eventually(retention::stop);
            });
            return told(result);
        }

        private static Path own(RetentionModule retention) {
            var file = retention.log().file();
            if (!Files.exists(file)) {
                throw new IllegalStateException("There is no file " + file + "; name one, or the right --data-dir");
            }
            return file;
        }

        private int told(ErasureReplay.Result result) {
            var out = spec.commandLine().getOut();
            var err = spec.commandLine().getErr();
            result.outcomes()
                    .forEach(each -> out.println(String.join(
                            "\t", each.kind(), String.valueOf(each.known()), String.valueOf(each.erased()))));
            if (result.unreadable() > 0) {
                err.println(result.unreadable() + " lines cannot be read and were passed over");
            }
            result.foreign().forEach(kind -> err.println("What a \"" + kind + "\" is, this version does not know"));
            return result.foreign().isEmpty() ? 0 : FOREIGN;
        }
    }
}
