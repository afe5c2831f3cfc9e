package dev.palabre.cli;

import dev.palabre.privacy.retention.DueCount;
import dev.palabre.privacy.retention.RetentionRun;
import dev.palabre.privacy.retention.RunTrigger;
import dev.palabre.problem.Problem;
import dev.palabre.server.Application;
import dev.palabre.server.CleanupJob;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.text.Json;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is kept for how long. */
@Command(
        name = "retention",
        description = "Shows what is due to be erased, erases it, and shows what was.",
        mixinStandardHelpOptions = true,
        subcommands = {RetentionCommand.Plan.class, RetentionCommand.Execute.class, RetentionCommand.Log.class},
        footer = {"", "How long a site keeps what is set by: palabre site set KEY pendingKeepDays=30 …"})
public final class RetentionCommand {
    private static final Duration AT_MOST = Duration.ofHours(6);
    private static final int FAILED = 1;

    private RetentionCommand() {}

    /** What is known of a site. */
    private record Of<T>(Site site, T what) {}

    @Command(
            name = "plan",
            description = "Shows how much is due, and changes nothing: site, what, days that it is kept, due.",
            mixinStandardHelpOptions = true)
    static final class Plan implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Option(names = "--site", paramLabel = "KEY", description = "one site; all, and the server's own, without")
        private @Nullable String site;

        @Option(names = "--json", description = "as one JSON object")
        private boolean json;

        /** What is due everywhere. */
        private record Everything(List<Of<List<DueCount>>> sites, List<CleanupJob.DueCount> server) {}

        @Override
        public Integer call() {
            var all = CommandRunner.withApplication(spec, application -> {
                var server = site == null
                        ? application.cleanup().plan()
                        : Future.succeededFuture(List.<CleanupJob.DueCount>of());
                return each(application, site, application.retention().retention()::plan)
                        .compose(sites -> server.map(due -> new Everything(sites, due)));
            });
            if (json) {
                spec.commandLine().getOut().println(Json.pretty(document(all)));
            } else {
                table(all, spec.commandLine().getOut());
            }
            return 0;
        }

        private static void table(Everything all, PrintWriter out) {
            all.sites().forEach(of -> of.what()
                    .forEach(due -> line(
                            out,
                            of.site().key(),
                            due.rule(),
                            due.days() == 0 ? "for ever" : due.days() + " days",
                            due.due())));
            all.server().forEach(swept -> line(out, "-", swept.name(), swept.kept(), swept.due()));
            line(out, "-", "network-addresses", "not kept", 0);
        }

        private static void line(PrintWriter out, String site, String what, String kept, long due) {
            out.println(String.join("\t", site, what, kept, String.valueOf(due)));
        }

        private static Map<String, Object> document(Everything all) {
            var due = new ArrayList<Map<String, Object>>();
            all.sites().forEach(of -> of.what().forEach(each -> {
                var row = new LinkedHashMap<String, Object>();
                row.put("site", of.site().key());
                row.put("rule", each.rule());
                row.put("days", each.days());
                row.put("due", each.due());
                due.add(row);
            }));
            var server = new ArrayList<Map<String, Object>>();
            all.server().forEach(each -> {
                var row = new LinkedHashMap<String, Object>();
                row.put("what", each.name());
                row.put("kept", each.kept());
                row.put("due", each.due());
                server.add(row);
            });
            var document = new LinkedHashMap<String, Object>();
            document.put("sites", due);
            document.put("server", server);
            document.put("networkAddresses", "not kept");
            return document;
        }
    }

    @Command(
            name = "run",
            description = "Erases what is due: site, what, how many went. Exit code 1 where not all of it could be.",
            mixinStandardHelpOptions = true)
    static final class Execute implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Option(names = "--site", paramLabel = "KEY", description = "one site; all of them without")
        private @Nullable String site;

        @Override
        public Integer call() {
            var passes = CommandRunner.withApplication(spec, application -> {
                var module = application.retention();
                return each(application, site, each -> module.retention().run(each, RunTrigger.COMMAND, AT_MOST))
                        .eventually(module::stop);
            });
            var out = spec.commandLine().getOut();
            passes.forEach(of -> of.what()
                    .runs()
                    .forEach(run -> out.println(String.join(
                                    "\t",
                                    of.site().key(),
                                    run.rule(),
                                    String.valueOf(run.removed()),
                                    run.failure() == null ? "" : run.failure())
                            .stripTrailing())));
            return passes.stream().allMatch(of -> of.what().complete()) ? 0 : FAILED;
        }
    }

    @Command(
            name = "log",
            description = "Shows what was erased, the newest first: when, site, what, by what, how many, failure.",
            mixinStandardHelpOptions = true)
    static final class Log implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Option(names = "--site", paramLabel = "KEY", description = "one site; all of them without")
        private @Nullable String site;

        @Option(names = "--limit", paramLabel = "N", description = "rows of a site (100)", defaultValue = "100")
        private int limit;

        @Override
        public Integer call() {
            var logs = CommandRunner.withApplication(spec, application -> {
                var retention = application.retention().retention();
                return each(application, site, each -> retention.log(each, limit));
            });
            var out = spec.commandLine().getOut();
            logs.forEach(of -> of.what().forEach(run -> out.println(line(of.site(), run))));
            return 0;
        }

        private static String line(Site site, RetentionRun run) {
            return String.join(
                            "\t",
                            run.startedAt().toString(),
                            site.key(),
                            run.rule(),
                            run.cause(),
                            String.valueOf(run.removed()),
                            run.failure() == null ? "" : run.failure())
                    .stripTrailing();
        }
    }

    /** Does something for one site after the other. */
    private static <T> Future<List<Of<T>>> each(
            Application application, @Nullable String key, Function<Site, Future<T>> work) {
        return sites(application.infrastructure().sites(), key).compose(sites -> {
            var done = Future.<List<Of<T>>>succeededFuture(new ArrayList<>());
            for (var site : sites) {
                done = done.compose(before -> work.apply(site).map(what -> {
                    before.add(new Of<>(site, what));
                    return before;
                }));
            }
            return done;
        });
    }

    private static Future<List<Site>> sites(Sites sites, @Nullable String key) {
        return key == null
                ? sites.list()
                : sites.require(key)
                        .map(List::of)
                        .recover(failure -> Future.failedFuture(
                                failure instanceof Problem
                                        ? new IllegalArgumentException("There is no site " + key)
                                        : failure));
    }
}
