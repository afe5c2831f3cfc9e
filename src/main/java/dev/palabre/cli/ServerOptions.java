package dev.palabre.cli;

import dev.palabre.config.Config;
import dev.palabre.config.Option;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Adds the server's options to every command that works on its database, and reads them back. */
public final class ServerOptions {
    private ServerOptions() {}

    /** Adds the options to all commands below. */
    public static void addTo(CommandLine line) {
        line.getSubcommands().values().forEach(command -> {
            if (command.getCommand() instanceof OnServer) {
                add(command.getCommandSpec());
            }
            addTo(command);
        });
    }

    /** The configuration that a command was given. */
    static Config config(CommandSpec spec) {
        Map<Option, String> arguments = new EnumMap<>(Option.class);
        for (var option : Option.values()) {
            var parsed = spec.findOption("--" + option.argument());
            if (parsed != null && parsed.getValue() instanceof String value) {
                arguments.put(option, value);
            }
        }
        return Config.read(arguments, System.getenv());
    }

    private static void add(CommandSpec spec) {
        for (var option : Option.values()) {
            var byDefault =
                    option.byDefault() == null || option.byDefault().isEmpty() ? "" : " (" + option.byDefault() + ")";
            spec.addOption(OptionSpec.builder("--" + option.argument())
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(option.meaning() + byDefault, option.variable())
                    .build());
        }
        spec.usageMessage().sortOptions(false);
    }

    /** A command that works on the server's database. */
    interface OnServer {}
}
