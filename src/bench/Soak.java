import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Seventy per cent of what the machine can do, for a long time: nine reads to one submit. Heap after a collection, file
 * descriptors and connections to the database must be flat after the first third.
 *
 * <pre>java -cp target/palabre.jar src/bench/Soak.java</pre>
 *
 * <p>Options of the environment: SOAK_MINUTES (2), up to 1440. Needs jcmd beside java.
 */
public final class Soak {
    private static final int MINUTES = Math.min(1_440, Integer.parseInt(System.getenv().getOrDefault("SOAK_MINUTES", "2")));
    private static final int SAMPLES = 12;
    private static final int AT_ONCE = 16;
    private static final double SHARE = 0.7;
    private static final String JAR = "target/palabre.jar";
    private static final Pattern USED = Pattern.compile("(?:generation|Heap|heap).*?used (\\d+)K");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path work = Files.createTempDirectory(
            "palabre-soak", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    private final int port = free();
    private final String base = "http://127.0.0.1:" + port;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private int passed;
    private int failed;

    private record Sample(long heap, long descriptors, long connections) {}

    private Soak() throws IOException {}

    public static void main(String[] args) throws Exception {
        var soak = new Soak();
        soak.palabre("site", "add", "soak", "--name", "Soak", "--origin", "https://soak.example").waitFor();
        soak.palabre("site", "set", "soak", "moderation=after").waitFor();
        var server = soak.palabre("serve", "--port", "" + soak.port);
        try {
            if (server.inputReader().readLine() == null) {
                throw new IllegalStateException("the server does not start; see " + soak.work.resolve("log"));
            }
            soak.run(server);
        } finally {
            server.destroy();
            server.waitFor(20, TimeUnit.SECONDS);
        }
        System.out.printf("%d passed, %d failed%n", soak.passed, soak.failed);
        System.exit(soak.failed == 0 ? 0 : 1);
    }

    private void run(Process server) throws Exception {
        // The first seconds are the compiler's.
        load(5, Double.MAX_VALUE);
        var full = load(5, Double.MAX_VALUE);
        var rate = full * SHARE;
        System.out.printf("%.0f requests a second at the most; %.0f for %d minutes%n", full, rate, MINUTES);
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < SAMPLES; i++) {
            load(MINUTES * 60.0 / SAMPLES, rate);
            var sample = sample(server);
            samples.add(sample);
            System.out.printf("%d kB heap after a collection, %d file descriptors, %d connections to the database%n",
                    sample.heap(), sample.descriptors(), sample.connections());
        }
        System.out.printf("%d requests, %d not answered with 200 or 201%n", sent.get(), refused.get());
        var first = samples.get(SAMPLES / 3 - 1);
        var last = samples.get(SAMPLES - 1);
        var slope = slope(samples.subList(SAMPLES / 3 - 1, SAMPLES).stream().map(Sample::heap).toList());
        System.out.printf("heap: %.0f kB a minute%n", slope * SAMPLES / MINUTES);
        check("every request is answered as it should", refused.get() == 0);
        check("the heap is flat", last.heap() < first.heap() * 1.15 + 4_096);
        check("file descriptors are flat", last.descriptors() <= first.descriptors() + AT_ONCE);
        check("connections to the database are flat", last.connections() <= Math.max(9, first.connections()));
    }

    /** Sends for so long, at this rate; returns how many were answered in a second. */
    private double load(double seconds, double rate) throws InterruptedException {
        var permits = new Semaphore(AT_ONCE);
        var before = answered.get();
        var start = System.nanoTime();
        var end = start + (long) (seconds * 1e9);
        for (long n = 0; System.nanoTime() < end; n++) {
            var wait = start + (long) (n * 1e9 / rate) - System.nanoTime();
            if (wait > 1_000_000) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            permits.acquire();
            var unused = http.sendAsync(request(sent.incrementAndGet()), BodyHandlers.discarding()).whenComplete((answer, failure) -> {
                permits.release();
                answered.incrementAndGet();
                if (failure != null || answer.statusCode() / 100 != 2) {
                    refused.incrementAndGet();
                }
            });
        }
        permits.acquire(AT_ONCE);
        return (answered.get() - before) / ((System.nanoTime() - start) / 1e9);
    }

    private HttpRequest request(long number) {
        var page = "https://soak.example/p" + number % 500;
        var request = HttpRequest.newBuilder().timeout(Duration.ofSeconds(20));
        return number % 10 == 0
                ? request.uri(URI.create(base + "/api/sites/soak/comments"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"pageUrl\":\"%s\",\"text\":\"Phrase %d\",\"lastName\":\"Diop\",\"firstName\":\"Awa\",\"email\":\"s%d@example.org\"}"
                                        .formatted(page, number, number % 10_000)))
                        .build()
                : request.uri(URI.create(base + "/api/sites/soak/thread?url=" + page))
                        .header("Accept", "application/vnd.palabre.nodes+json")
                        .header("Accept-Encoding", "gzip")
                        .build();
    }

    private Sample sample(Process server) throws Exception {
        output("jcmd", "" + server.pid(), "GC.run");
        var heap = USED.matcher(output("jcmd", "" + server.pid(), "GC.heap_info")).results().mapToLong(match -> Long.parseLong(match.group(1))).sum();
        try (var descriptors = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
            return new Sample(heap, descriptors.count(), connections());
        }
    }

    /** Those are counted whom the embedded database serves under the application's name. */
    private static long connections() {
        return ProcessHandle.allProcesses()
                .map(process -> {
                    try {
                        return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
                    } catch (IOException gone) {
                        return "";
                    }
                })
                .filter(line -> line.startsWith("postgres: palabre palabre"))
                .count();
    }

    private static double slope(List<Long> values) {
        var mean = (values.size() - 1) / 2.0;
        var average = values.stream().mapToLong(each -> each).average().orElseThrow();
        var above = 0.0;
        var below = 0.0;
        for (int i = 0; i < values.size(); i++) {
            above += (i - mean) * (values.get(i) - average);
            below += (i - mean) * (i - mean);
        }
        return above / below;
    }

    private void check(String what, boolean holds) {
        System.out.println((holds ? "passed: " : "FAILED: ") + what);
        if (holds) {
            passed++;
        } else {
            failed++;
        }
    }

    private Process palabre(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("java", "-XX:+UseSerialGC", "-Xmx256m", "-jar", JAR));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(work.resolve("log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PALABRE_"));
        builder.environment().putAll(Map.of(
                "PALABRE_DATA_DIR", work.resolve("data").toString(),
                "PALABRE_LIMITS_SUBMIT", "0",
                "PALABRE_LIMITS_SUBMIT_SITE", "0",
                "PALABRE_LIMITS_READ", "0",
                "PALABRE_LIMITS_QUEUE", "100000000",
                "PALABRE_CACHE_SIZE", "16"));
        return builder.start();
    }

    private static String output(String... command) throws IOException {
        return new String(new ProcessBuilder(command).start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
