import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Thousands of clients that are slow on purpose: headers that never end, bodies that come byte by byte, answers that
 * nobody reads. All must be closed in time, while others are served and memory stays where it was.
 *
 * <pre>java -cp target/palabre.jar src/bench/Slow.java</pre>
 *
 * <p>Options of the environment: SLOW_EACH (500) clients of each kind, SLOW_SECONDS (45) within which all must be closed.
 * Each takes two file descriptors of this machine.
 */
public final class Slow {
    private static final int EACH = Integer.parseInt(System.getenv().getOrDefault("SLOW_EACH", "500"));
    private static final int SECONDS = Integer.parseInt(System.getenv().getOrDefault("SLOW_SECONDS", "45"));
    private static final int PATIENCE_MILLIS = 500;
    private static final int MOST_MEGABYTES = 200;
    private static final int WAIT_SECONDS = 10;
    private static final String JAR = "target/palabre.jar";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path work = Files.createTempDirectory(
            "palabre-slow", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    private final int port = free();
    private int unserved;
    private int passed;
    private int failed;

    /** Clients of one kind: what they say first, and whether they then say a byte each second. */
    private final class Crowd {
        private final String name;
        private final boolean dribbles;
        private final List<SocketChannel> open = new ArrayList<>();
        private double lastClosed;

        Crowd(String name, String first, boolean dribbles) throws IOException {
            this.name = name;
            this.dribbles = dribbles;
            for (int i = 0; i < EACH; i++) {
                var channel = SocketChannel.open();
                channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
                channel.connect(new InetSocketAddress("127.0.0.1", port));
                channel.configureBlocking(false);
                channel.write(bytes(first));
                open.add(channel);
            }
        }

        /** Says one byte on each connection; those that the server has ended are counted out. */
        void turn(double seconds) {
            if (open.removeIf(channel -> ended(channel))) {
                lastClosed = seconds;
            }
        }

        private boolean ended(SocketChannel channel) {
            try {
                // Those who do not read would not see the end: they learn it by a byte that comes back as a reset.
                if (dribbles && channel.read(ByteBuffer.allocate(1_024)) < 0) {
                    channel.close();
                    return true;
                }
                channel.write(bytes("a"));
                return false;
            } catch (IOException reset) {
                return true;
            }
        }
    }

    private Slow() throws IOException {}

    public static void main(String[] args) throws Exception {
        var slow = new Slow();
        var server = slow.serve();
        try {
            if (server.inputReader().readLine() == null) {
                throw new IllegalStateException("the server does not start; see " + slow.work.resolve("log"));
            }
            slow.run(server);
        } finally {
            server.destroy();
            server.waitFor(20, TimeUnit.SECONDS);
        }
        System.out.printf("%d passed, %d failed%n", slow.passed, slow.failed);
        System.exit(slow.failed == 0 ? 0 : 1);
    }

    private void run(Process server) throws Exception {
        for (int i = 0; i < 500; i++) {
            health();
        }
        var before = residentMegabytes(server);
        var host = "Host: 127.0.0.1:" + port + "\r\n";
        var crowds = List.of(
                new Crowd("headers that never end", "GET / HTTP/1.1\r\n" + host + "X-Slow: ", true),
                new Crowd("bodies byte by byte", "POST /api/sites/slow/comments HTTP/1.1\r\n" + host
                        + "Content-Type: application/json\r\nContent-Length: 10000\r\n\r\n", true),
                new Crowd("answers that nobody reads", ("GET /palabre.js HTTP/1.1\r\n" + host + "\r\n").repeat(20), false));
        var start = System.nanoTime();
        var times = new ArrayList<Double>();
        var most = before;
        for (var seconds = 0.0; seconds < SECONDS && crowds.stream().anyMatch(crowd -> !crowd.open.isEmpty()); seconds = since(start)) {
            var next = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            var now = seconds;
            crowds.forEach(crowd -> crowd.turn(now));
            while (System.nanoTime() < next) {
                times.add(health());
                TimeUnit.MILLISECONDS.sleep(10);
            }
            most = Math.max(most, residentMegabytes(server));
        }
        Collections.sort(times);
        var p99 = times.get(times.size() * 99 / 100);
        System.out.printf("%d of each kind; /health/live: %d times, median %.1f ms, p99 %.1f ms; memory %d MB before, %d MB at the most%n",
                EACH, times.size(), times.get(times.size() / 2), p99, before, most);
        for (var crowd : crowds) {
            check("%s: %d of %d closed, the last after %.0f s".formatted(crowd.name, EACH - crowd.open.size(), EACH, crowd.lastClosed), crowd.open.isEmpty());
        }
        check("others are served: " + unserved + " were not", unserved == 0);
        check("others are served within " + PATIENCE_MILLIS + " ms", p99 < PATIENCE_MILLIS);
        check("memory grows by " + MOST_MEGABYTES + " MB at the most", most - before <= MOST_MEGABYTES);
    }

    /** Milliseconds; no answer, or a bad one, counts as what one would have waited. */
    private double health() throws InterruptedException {
        var start = System.nanoTime();
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/live")).timeout(Duration.ofSeconds(WAIT_SECONDS)).build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return (System.nanoTime() - start) / 1e6;
            }
        } catch (IOException notServed) {
            // Told below.
        }
        unserved++;
        return WAIT_SECONDS * 1_000.0;
    }

    private Process serve() throws IOException {
        var builder = new ProcessBuilder("java", "-XX:+UseSerialGC", "-Xmx256m", "-jar", JAR, "serve", "--port", "" + port)
                .redirectError(work.resolve("log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PALABRE_"));
        builder.environment().putAll(Map.of("PALABRE_DATA_DIR", work.resolve("data").toString()));
        return builder.start();
    }

    private void check(String what, boolean holds) {
        System.out.println((holds ? "passed: " : "FAILED: ") + what);
        if (holds) {
            passed++;
        } else {
            failed++;
        }
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static long residentMegabytes(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
