package dev.palabre.cli;

import dev.palabre.auth.Moderators;
import dev.palabre.auth.Passwords;
import dev.palabre.auth.Role;
import dev.palabre.server.Infrastructure;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moderators of the sites. */
@Command(
        name = "moderator",
        description = "Adds, lists and removes moderators, changes roles, resets passwords.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ModeratorCommand.Add.class,
            ModeratorCommand.ChangeRole.class,
            ModeratorCommand.Remove.class,
            ModeratorCommand.Reset.class,
            ModeratorCommand.Listing.class
        })
public final class ModeratorCommand {
    private ModeratorCommand() {}

    public static Moderators moderators(Infrastructure ground) {
        return new Moderators(ground.database(), ground.sites(), new Passwords(ground.vertx()));
    }

    @Command(
            name = "add",
            description = "Gives somebody a role on sites; prints the generated password of who is new.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "EMAIL")
        private String email;

        @Option(names = "--site", required = true, arity = "1..*", paramLabel = "KEY", description = "which sites")
        private List<String> sites;

        @Option(names = "--role", description = "owner, moderator or reader (moderator)")
        private String role = "moderator";

        @Override
        public Integer call() {
            var named = role(role);
            var added = CommandRunner.await(spec, ground -> moderators(ground).add(email, sites, named));
            if (added.password() == null) {
                spec.commandLine().getErr().println(email + " keeps the password that they have");
            } else {
                spec.commandLine().getOut().println(added.password());
            }
            return 0;
        }
    }

    private static Role role(String name) {
        return Role.parse(name)
                .orElseThrow(() -> new IllegalArgumentException("--role takes owner, moderator or reader"));
    }

    @Command(
            name = "role",
            description = "Changes a role on a site, signs every browser of theirs out, and ends their API tokens.",
            mixinStandardHelpOptions = true)
    static final class ChangeRole implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "EMAIL")
        private String email;

        @Option(names = "--site", required = true, paramLabel = "KEY", description = "on which site")
        private String site;

        @Option(names = "--role", required = true, description = "owner, moderator or reader")
        private String role;

        @Option(names = "--force", description = "even if the site has no other owner")
        private boolean force;

        @Override
        public Integer call() {
            var named = role(role);
            CommandRunner.await(spec, ground -> moderators(ground).changeRole(email, site, named, force));
            return 0;
        }
    }

    @Command(
            name = "remove",
            description = "Takes a role on a site away, or removes the account; ends sessions and API tokens.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "EMAIL")
        private String email;

        @Option(names = "--site", paramLabel = "KEY", description = "on this site only (the whole account)")
        private @Nullable String site;

        @Option(names = "--force", description = "even if a site has no other owner")
        private boolean force;

        @Override
        public Integer call() {
            var key = site;
            CommandRunner.await(
                    spec,
                    ground -> key == null
                            ? moderators(ground).remove(email, force)
                            : moderators(ground).remove(email, key, force));
            return 0;
        }
    }

    @Command(
            name = "reset",
            description =
                    "Makes a new password, prints it, signs every browser of theirs out, and ends their API tokens.",
            mixinStandardHelpOptions = true)
    static final class Reset implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "EMAIL")
        private String email;

        @Override
        public Integer call() {
            var password =
                    CommandRunner.await(spec, ground -> moderators(ground).reset(email));
            spec.commandLine().getOut().println(password);
            return 0;
        }
    }

    @Command(name = "list", description = "Lists moderators with their roles.", mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            CommandRunner.await(spec, ground -> moderators(ground).list()).forEach(this::print);
            return 0;
        }

        private void print(Moderators.Listed moderator) {
            var roles = moderator.roles().entrySet().stream()
                    .map(role -> role.getKey() + "=" + role.getValue().wireName())
                    .collect(Collectors.joining(","));
            spec.commandLine().getOut().println(moderator.email() + "\t" + roles);
        }
    }
}
