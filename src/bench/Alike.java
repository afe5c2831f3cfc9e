import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Takes five minutes. Whether somebody who watches how long an answer takes learns whose addresses a site knows: asks for the link to one's
 * comments under addresses that are known and under others, in turn, and says how often such a guess would be right. One in
 * two is what a coin knows.
 *
 * <pre>java -cp target/palabre.jar src/bench/Alike.java</pre>
 *
 * <p>Options of the environment: ALIKE_PAIRS (400) of a known address and another one.
 */
public final class Alike {
    private static final int PAIRS = Integer.parseInt(System.getenv().getOrDefault("ALIKE_PAIRS", "400"));
    private static final int WARM_UP = 100;
    private static final double MOST_RIGHT = 0.56;
    private static final String JAR = "target/palabre.jar";
    private static final String SITE = "https://alike.example";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path work = Files.createTempDirectory(
            "palabre-alike", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    private final int port = free();
    private int asked;

    private Alike() throws IOException {}

    public static void main(String[] args) throws Exception {
        var alike = new Alike();
        var server = alike.java("serve", "--port", "" + alike.port).start();
        var holds = false;
        try {
            if (server.inputReader().readLine() == null) {
                throw new IllegalStateException("the server does not start; see " + alike.work.resolve("log"));
            }
            alike.java("site", "add", "alike", "--name", "Alike", "--origin", SITE).start().waitFor();
            holds = alike.run();
        } finally {
            server.destroy();
            server.waitFor(20, TimeUnit.SECONDS);
        }
        System.exit(holds ? 0 : 1);
    }

    private boolean run() throws Exception {
        for (int i = 0; i < PAIRS; i++) {
            submit(i);
        }
        for (int i = 0; i < WARM_UP; i++) {
            ask("warm" + i);
        }
        var known = new double[PAIRS];
        var others = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            // The first of two is sometimes the slower one, whoever it is.
            if (i % 2 == 0) {
                known[i] = ask("known" + i);
                others[i] = ask("other" + i);
            } else {
                others[i] = ask("other" + i);
                known[i] = ask("known" + i);
            }
        }
        var right = right(known, others);
        System.out.printf("median %.2f ms for addresses that are known, %.2f ms for others; a guess by time is right in %.1f %% of cases%n",
                median(known), median(others), 100 * right);
        var holds = right <= MOST_RIGHT;
        System.out.printf("%s: at most %.0f %%%n", holds ? "passed" : "FAILED", 100 * MOST_RIGHT);
        return holds;
    }

    private void submit(int i) throws Exception {
        var body = "{\"pageUrl\":\"%s/a%d\",\"text\":\"Bonjour %d\",\"lastName\":\"Diop\",\"firstName\":\"Awa\",\"email\":\"known%d@example.org\"}";
        send("/api/sites/alike/comments", "application/json", body.formatted(SITE, i % 50, i, i), SITE, 201);
    }

    /** Milliseconds until the whole answer is there. */
    private double ask(String name) throws Exception {
        var start = System.nanoTime();
        send("/sites/alike/mine", "application/x-www-form-urlencoded", "email=" + name + "%40example.org", address(""), 200);
        asked++;
        return (System.nanoTime() - start) / 1e6;
    }

    private void send(String path, String type, String body, String origin, int expected) throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(address(path)))
                        .header("Content-Type", type)
                        .header("Origin", origin)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(path + " after " + asked + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** How often a known one took longer than another one, or the other way round: what an onlooker could use. */
    private static double right(double[] known, double[] others) {
        var sorted = others.clone();
        Arrays.sort(sorted);
        var longer = 0L;
        for (var one : known) {
            var place = Arrays.binarySearch(sorted, one);
            longer += place < 0 ? -place - 1 : place;
        }
        var share = (double) longer / known.length / others.length;
        return Math.max(share, 1 - share);
    }

    private static double median(double[] times) {
        var sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private ProcessBuilder java(String... command) {
        var whole = new String[command.length + 4];
        System.arraycopy(new String[] {"java", "-XX:+UseSerialGC", "-jar", JAR}, 0, whole, 0, 4);
        System.arraycopy(command, 0, whole, 4, command.length);
        var builder = new ProcessBuilder(whole).redirectError(work.resolve("log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PALABRE_"));
        builder.environment().putAll(Map.of(
                "PALABRE_DATA_DIR", work.resolve("data").toString(),
                "PALABRE_LIMITS_SUBMIT", "0",
                "PALABRE_LIMITS_SUBMIT_SITE", "0",
                "PALABRE_LIMITS_LINKS", "0",
                "PALABRE_LIMITS_LINKS_SITE", "0",
                "PALABRE_LIMITS_LINKS_SERVER", "0"));
        return builder;
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
