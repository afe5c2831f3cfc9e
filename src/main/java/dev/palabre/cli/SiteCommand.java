package dev.palabre.cli;

import dev.palabre.problem.Problem;
import dev.palabre.server.Infrastructure;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sites of this server. */
@Command(
        name = "site",
        description = "Adds, lists and changes sites; writes out what they keep.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SiteCommand.Add.class,
            SiteCommand.Listing.class,
            SiteCommand.Change.class,
            SiteExportCommand.class,
            SiteRegisterCommand.class,
        })
public final class SiteCommand {
    private SiteCommand() {}

    @Command(name = "add", description = "Adds a site.", mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "KEY", description = "its name in the snippet: small letters, digits, hyphens")
        private String key;

        @Option(names = "--name", required = true, description = "its name for people")
        private String name;

        @Option(
                names = "--origin",
                required = true,
                arity = "1..*",
                description = "origin of its pages, such as https://www.example.org; the first is its address")
        private List<String> origins;

        @Option(names = "--locale", description = "fr or en (fr)")
        private @Nullable String locale;

        @Override
        public Integer call() {
            var settings = new LinkedHashMap<String, String>();
            if (locale != null) {
                settings.put("locale", locale);
            }
            CommandRunner.await(spec, ground -> ground.sites().add(key, name, origins, settings));
            return 0;
        }
    }

    @Command(name = "list", description = "Lists sites: key, name, origins.", mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            CommandRunner.await(spec, ground -> ground.sites().list()).forEach(site -> spec.commandLine()
                    .getOut()
                    .println(site.key() + "\t" + site.name() + "\t" + String.join(",", site.origins())));
            return 0;
        }
    }

    @Command(
            name = "set",
            description = "Changes settings of a site; an empty value brings back the default.",
            mixinStandardHelpOptions = true,
            footer = {"", "Settings: name, origins, and those of docs/configuration.md."})
    static final class Change implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "KEY", index = "0", description = "the site")
        private String key;

        @Parameters(paramLabel = "NAME=VALUE", index = "1..*", arity = "1..*", description = "what to change")
        private Map<String, String> changes;

        @Override
        public Integer call() {
            CommandRunner.await(spec, ground -> ground.sites().set(key, changes));
            return 0;
        }
    }

    /** The site of a key, or a failure that says how to list the sites. */
    static Future<Site> site(Infrastructure infra, String key) {
        return infra.sites()
                .require(key)
                .recover(failure -> Future.failedFuture(
                        failure instanceof Problem
                                ? new IllegalArgumentException("There is no site " + key + "; see: palabre site list")
                                : failure));
    }
}
