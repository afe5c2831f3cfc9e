package dev.palabre.cli;

import dev.palabre.auth.ApiTokens;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.server.Infrastructure;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tokens by which programs act for a moderator. */
@Command(
        name = "token",
        description = "Makes, lists and revokes API tokens.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.Create.class, TokenCommand.Listing.class, TokenCommand.Revoke.class})
public final class TokenCommand {
    private TokenCommand() {}

    private static ApiTokens tokens(Infrastructure ground) {
        return new ApiTokens(
                ground.database(),
                new JwtTokens(ground.keys(), Clock.systemUTC()),
                ModeratorCommand.moderators(ground),
                Clock.systemUTC());
    }

    @Command(
            name = "create",
            description = "Makes a token that acts for a moderator, and prints it.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "EMAIL")
        private String email;

        @Option(names = "--expires", description = "12h, 30d, up to 366d (30d)")
        private String expires = "30d";

        @Override
        public Integer call() {
            var span = duration(expires);
            var created = CommandRunner.await(spec, ground -> tokens(ground).create(email, span));
            spec.commandLine().getOut().println(created.text());
            return 0;
        }

        private static Duration duration(String text) {
            if (!text.matches("\\d{1,5}[hd]")) {
                throw new IllegalArgumentException("--expires takes hours or days, such as 12h or 30d");
            }
            var count = Long.parseLong(text.substring(0, text.length() - 1));
            return text.endsWith("h") ? Duration.ofHours(count) : Duration.ofDays(count);
        }
    }

    @Command(name = "list", description = "Lists tokens: id, moderator, end.", mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            CommandRunner.await(spec, ground -> tokens(ground).list()).forEach(this::print);
            return 0;
        }

        private void print(ApiTokens.Listed token) {
            var state = token.revokedAt() == null ? "" : "\trevoked " + token.revokedAt();
            spec.commandLine().getOut().println(token.id() + "\t" + token.email() + "\t" + token.expiresAt() + state);
        }
    }

    @Command(name = "revoke", description = "Ends a token at once.", mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "as palabre token list prints it")
        private UUID id;

        @Override
        public Integer call() {
            CommandRunner.await(spec, ground -> tokens(ground).revoke(id));
            return 0;
        }
    }
}
