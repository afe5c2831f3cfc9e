package dev.palabre.db.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs programs as the server's user, with an environment that holds nothing of ours.
 *
 * @param folder the working directory, one that the user can reach
 * @param prefix what turns root into that user, empty when there is nothing to turn
 */
record ProcessRunner(Path folder, List<String> prefix) {
    /** What a program said and how it ended. */
    record Result(int status, String output) {}

    Result run(List<String> command) {
        try {
            var process = builder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.strip());
        } catch (IOException notFound) {
            return new Result(-1, String.valueOf(notFound.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException("Interrupted while " + command.get(0) + " ran", interrupted);
        }
    }

    /** Starts a program that outlives this process; what it says goes to a file, for a pipe would end with us. */
    Process detach(List<String> command, Path output) throws IOException {
        var all = new ArrayList<String>();
        // Its own session: Ctrl-C must reach us first, while the database still answers.
        if (isInstalled("setsid")) {
            all.add("setsid");
        }
        all.addAll(prefix);
        all.addAll(command);
        return environment(new ProcessBuilder(all))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    static boolean isInstalled(String program) {
        return Arrays.stream(path().split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private ProcessBuilder builder(List<String> command) {
        var all = new ArrayList<>(prefix);
        all.addAll(command);
        return environment(new ProcessBuilder(all));
    }

    /** PG* variables would change what the programs do, and secrets of ours are none of theirs. */
    private ProcessBuilder environment(ProcessBuilder builder) {
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path(), "LC_ALL", "C", "TZ", "UTC"));
        return builder.directory(folder.toFile());
    }

    private static String path() {
        return System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    }
}
