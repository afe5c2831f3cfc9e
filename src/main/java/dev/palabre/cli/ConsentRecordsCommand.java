package dev.palabre.cli;

import dev.palabre.consent.choice.ConsentRecordFilter;
import dev.palabre.consent.proof.ChainReport;
import dev.palabre.consent.proof.ConsentRecordFormat;
import dev.palabre.consent.proof.ConsentRecords;
import dev.palabre.crypto.AccessCode;
import dev.palabre.problem.Problem;
import dev.palabre.server.Infrastructure;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The records of consent on the command line. */
final class ConsentRecordsCommand {
    private ConsentRecordsCommand() {}

    private static ConsentRecords records(CommandSpec spec, Infrastructure ground) {
        return new ConsentRecords(
                ground.vertx(), ground.database(), ServerOptions.config(spec).dataDir());
    }

    private static Future<Site> site(Infrastructure ground, String key) {
        return ground.sites()
                .require(key)
                .recover(failure -> Future.failedFuture(
                        failure instanceof Problem
                                ? new IllegalArgumentException("There is no site " + key)
                                : failure));
    }

    @Command(
            name = "verify",
            description = "Recomputes a site's whole chain of records; exit code 1 where it does not hold.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SITE", description = "its key")
        private String site;

        @Option(
                names = "--anchors",
                paramLabel = "FILE",
                description = "a copy of the site's published anchors, as JSON, to compare with")
        private @Nullable Path copy;

        @Override
        public Integer call() {
            var anchors = copy == null ? "" : read(copy);
            var check = CommandRunner.await(spec, ground -> site(ground, site)
                    .compose(found -> records(spec, ground).verify(found, anchors)));
            var out = spec.commandLine().getOut();
            check.breaks().forEach(found -> print(out, found));
            out.printf(
                    "%s: %d seals (%d purged), %d events recomputed, %d waiting for a seal, %d anchors compared%n",
                    check.holds() ? "holds" : "broken",
                    check.seals(),
                    check.purged(),
                    check.events(),
                    check.waiting(),
                    check.anchors());
            open(out, check);
            return check.holds() ? 0 : 1;
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new IllegalArgumentException("The anchors " + file + " cannot be read", e);
            }
        }

        /** Says what the answer does not cover. */
        private static void open(PrintWriter out, ChainReport check) {
            var open = check.open();
            if (open.seals() + open.events() > 0) {
                out.printf(
                        "not covered: %d seals and %d events after the newest anchor; whoever owns the database can change"
                                + " or remove these without a trace%n",
                        open.seals(), open.events());
            }
            if (!open.outside()) {
                out.println(
                        "not covered: no anchor from outside the database was compared; whoever owns the database can"
                                + " make the whole chain again");
            }
        }

        private static void print(PrintWriter out, ChainReport.Break found) {
            var event = found.event() == null ? "" : ", event " + found.event();
            out.println("seal " + found.seal() + event + ": " + found.fault().sentence());
        }
    }

    @Command(name = "records", description = "Prints a site's records of consent.", mixinStandardHelpOptions = true)
    static final class Records implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SITE", description = "its key")
        private String site;

        @Option(names = "--from", paramLabel = "DAY", description = "first day, in UTC, such as 2026-11-01")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "DAY", description = "last day")
        private @Nullable String to;

        @Option(names = "--state", description = "given, refused, partial or withdrawn")
        private @Nullable String state;

        @Option(names = "--format", description = "csv or jsonl (csv)")
        private String format = "csv";

        @Override
        public Integer call() {
            var kind = ConsentRecordFormat.parse(format)
                    .orElseThrow(() -> new IllegalArgumentException("--format takes csv or jsonl"));
            var filter = filter();
            var out = spec.commandLine().getOut();
            CommandRunner.await(spec, ground -> site(ground, site).compose(found -> records(spec, ground)
                    .export(found, filter, kind, bytes -> ground.vertx().executeBlocking(() -> {
                        out.print(bytes);
                        out.flush();
                        return null;
                    }))));
            return 0;
        }

        private ConsentRecordFilter filter() {
            try {
                return ConsentRecordFilter.of(from, to, state);
            } catch (Problem problem) {
                throw new IllegalArgumentException(
                        "--from and --to take days such as 2026-11-01, --state given, refused, partial or withdrawn",
                        problem);
            }
        }
    }

    @Command(
            name = "erase",
            description = "Forgets who the records under a consent id belong to; prints how many there are.",
            mixinStandardHelpOptions = true)
    static final class Erase implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "the number on the visitor's receipt")
        private String id;

        @Override
        public Integer call() {
            var code = AccessCode.parse(id).orElseThrow(() -> new IllegalArgumentException(id + " is no consent id"));
            var erased = CommandRunner.withApplication(spec, application -> records(spec, application.infrastructure())
                    .erase(code)
                    .eventually(application.retention()::stop));
            spec.commandLine().getOut().println(erased);
            return 0;
        }
    }
}
