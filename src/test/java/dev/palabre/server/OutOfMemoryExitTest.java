package dev.palabre.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("server")
final class OutOfMemoryExitTest {
    @Test
    void isExhausted_isTheHeapAndNotTheMemoryOfBuffers() {
        assertThat(OutOfMemoryExit.isExhausted(new IllegalStateException(new OutOfMemoryError("Java heap space"))))
                .isTrue();
        assertThat(OutOfMemoryExit.isExhausted(new OutOfMemoryError("Cannot reserve 16 bytes of direct buffer memory")))
                .isFalse();
        assertThat(OutOfMemoryExit.isExhausted(new StackOverflowError())).isFalse();
        assertThat(OutOfMemoryExit.isExhausted(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "log"})
    void process_endsByItselfWhenItsHeapIsExhausted(String how) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-cp",
                        location(OutOfMemoryExit.class) + File.pathSeparator + location(Hoarder.class),
                        Hoarder.class.getName(),
                        how)
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("The heap is exhausted");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    /** Keeps memory until there is none, in a thread that nobody watches. */
    static final class Hoarder {
        private Hoarder() {}

        /**
         * Exhausts the heap.
         *
         * @param args {@code thread} where the failure ends the thread, {@code log} where somebody catches and logs it
         */
        public static void main(String[] args) throws InterruptedException {
            Logging.configure();
            OutOfMemoryExit.endProcess();
            var thread = new Thread(() -> {
                var kept = new ArrayList<byte[]>();
                try {
                    while (true) {
                        kept.add(new byte[100_000]);
                    }
                } catch (OutOfMemoryError e) {
                    if (args[0].equals("thread")) {
                        throw e;
                    }
                    var blocks = kept.size();
                    kept.clear();
                    Logger.getLogger("io.netty.util")
                            .log(Level.WARNING, "a task failed after " + blocks + " blocks", e);
                }
            });
            thread.start();
            thread.join();
            Thread.sleep(20_000);
        }
    }
}
