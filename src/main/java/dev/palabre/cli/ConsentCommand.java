package dev.palabre.cli;

import dev.palabre.consent.lint.Finding;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.publishing.PolicyPublishing;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.text.Json;
import dev.palabre.widget.AssetRoutes;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What visitors are asked, as files, and what they answered. */
@Command(
        name = "consent",
        description =
                "Exports, imports, checks and publishes what visitors are asked; verifies, exports and erases what they answered.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ConsentCommand.Export.class,
            ConsentCommand.Import.class,
            ConsentCommand.Lint.class,
            ConsentCommand.Publish.class,
            ConsentRecordsCommand.Verify.class,
            ConsentRecordsCommand.Records.class,
            ConsentRecordsCommand.Erase.class,
        },
        footer = {"", "The format of the file stands in docs/configuration.md."})
public final class ConsentCommand {
    private static final int REFUSED = 3;
    private static final Messages MESSAGES = new Messages();

    private ConsentCommand() {}

    @Command(
            name = "export",
            description = "Prints what is in force, or the draft, as JSON.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SITE", description = "the site")
        private String site;

        @Option(names = "--draft", description = "the draft rather than what is in force")
        private boolean draft;

        @Override
        public Integer call() {
            var source = on(
                    spec,
                    site,
                    (publications, found) -> draft
                            ? publications
                                    .draft(found)
                                    .map(kept -> kept.orElseThrow(() -> new IllegalStateException("There is no draft")))
                            : publications.inForce(found));
            spec.commandLine().getOut().println(Json.pretty(source.document()));
            return 0;
        }
    }

    @Command(
            name = "import",
            description = "Keeps a file as the draft; visitors are asked it once it is published.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SITE", index = "0", description = "the site")
        private String site;

        @Parameters(paramLabel = "FILE", index = "1", description = "JSON, or - for the standard input")
        private String file;

        @Override
        public Integer call() {
            var json = read(file);
            var findings = on(spec, site, (publications, found) -> publications.importFile(found, json, null));
            return told(spec.commandLine().getErr(), findings);
        }
    }

    @Command(
            name = "lint",
            description = "Says what is unlawful in the draft, or where there is none in what is in force.",
            mixinStandardHelpOptions = true)
    static final class Lint implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SITE", description = "the site")
        private String site;

        @Override
        public Integer call() {
            var findings = on(spec, site, (publications, found) -> publications
                    .draft(found)
                    .compose(draft -> draft.map(Future::succeededFuture).orElseGet(() -> publications.inForce(found)))
                    .map((PolicyDefinition source) -> publications.lint(found, source)));
            return told(spec.commandLine().getOut(), findings);
        }
    }

    @Command(
            name = "publish",
            description = "Puts the draft in force, unless it is unlawful, and prints its version.",
            mixinStandardHelpOptions = true)
    static final class Publish implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SITE", description = "the site")
        private String site;

        @Override
        public Integer call() {
            var outcome = on(spec, site, (publications, found) -> publications.publish(found, null, null));
            var code = told(spec.commandLine().getErr(), outcome.findings());
            outcome.published()
                    .ifPresent(published -> spec.commandLine().getOut().println(published.version()));
            return code;
        }
    }

    private static <T> T on(CommandSpec spec, String key, BiFunction<PolicyPublishing, Site, Future<T>> work) {
        return CommandRunner.await(spec, ground -> {
            var publications =
                    new PolicyPublishing(ground.database(), ground.changes(), MESSAGES, AssetRoutes.digest());
            return ground.sites()
                    .require(key)
                    .compose(site -> work.apply(publications, site))
                    .recover(failure ->
                            Future.failedFuture(failure instanceof Problem problem ? told(problem) : failure));
        });
    }

    private static IllegalStateException told(Problem problem) {
        return new IllegalStateException(MESSAGES.get("en", "problem." + problem.code(), problem.values()));
    }

    /** A line each: how grave, where, which rule, and what to do. */
    private static int told(PrintWriter out, List<Finding> findings) {
        findings.forEach(finding -> out.println(String.join(
                "\t",
                finding.rule().severity().name().toLowerCase(Locale.ROOT),
                finding.path().isEmpty() ? "-" : finding.path(),
                finding.rule().code(),
                finding.sentence(MESSAGES, "en"))));
        return Finding.refuses(findings) ? REFUSED : 0;
    }

    private static String read(String file) {
        try {
            return file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("There is no file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
