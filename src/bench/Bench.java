import dev.palabre.db.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The benchmark of docs/benchmarks.md: everything in one run on one machine, over loopback, as ratios. Needs wrk and nginx
 * on the PATH and target/palabre.jar.
 *
 * <pre>java -cp target/palabre.jar src/bench/Bench.java</pre>
 *
 * <p>Options of the environment: BENCH_SECONDS (5) for each measurement, BENCH_ROUNDS (3), of which the median counts.
 */
public final class Bench {
    private static final int SECONDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_SECONDS", "5"));
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_ROUNDS", "3"));
    private static final String NODES = "application/vnd.palabre.nodes+json";
    private static final String JAR = "target/palabre.jar";
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final String WORDS =
            """
            le la les un une des quartier mairie marché rue école enfants eau matin soir lumière pluie saison arbre place
            mer pêcheurs pirogue route bus travail prix riz mil histoire voix mémoire question réponse vérité temps ville
            village maire conseil vote projet chantier poussière chaleur ombre avenir jeunesse musique lutte thé famille
            dit pense croit attend propose demande rappelle oublie construit répare regarde écoute partage commence finit
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> children = new ArrayList<>();
    private final Random random = new Random(7);
    private final Path work = Files.createTempDirectory(
            "palabre-bench", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

    private Bench() throws IOException {}

    public static void main(String[] args) throws Exception {
        var bench = new Bench();
        try (var database = EmbeddedDatabase.open(bench.work.resolve("data"))) {
            var address = database.address();
            bench.run("postgresql://%s:%s@%s:%d/%s"
                    .formatted(address.user(), address.password(), address.host(), address.port(), address.database()));
        } finally {
            bench.children.forEach(Process::destroy);
        }
        System.exit(0);
    }

    private void run(String database) throws Exception {
        var environment = Map.of(
                "PALABRE_DATABASE_URL", database,
                "PALABRE_SECRET", "dGhpcyBpcyB0aGUgc2VjcmV0IG9mIGFsbCB0aGUgdGVzdHM=",
                "PALABRE_LIMITS_SUBMIT", "0",
                "PALABRE_LIMITS_SUBMIT_SITE", "0",
                "PALABRE_LIMITS_READ", "0",
                "PALABRE_LIMITS_QUEUE", "100000000");
        palabre(environment, "site", "add", "bench", "--name", "Bench", "--origin", "https://bench.example");
        palabre(environment, "site", "set", "bench", "pageSize=100");
        palabre(environment, "moderator", "add", "bench@example.org", "--site", "bench", "--role", "owner");
        var token = palabre(environment, "token", "create", "bench@example.org").strip();
        var port = free();
        var server = start(environment, "java", "-XX:+UseSerialGC", "-Xmx256m", "-jar", JAR, "serve", "--port", "" + port);
        var base = server.inputReader().readLine();
        System.out.println("| measurement | Palabre | compared with | ratio | aim |\n|---|---|---|---|---|");
        seed(base, token, "/hundred", 100);
        reads(base, database, "/hundred");
        seed(base, token, "/thousands", 10_000);
        firstPage(base);
        submits(base, database);
        memory(server);
        startTimes();
    }

    // --- the measurements

    private void reads(String base, String database, String page) throws Exception {
        var thread = thread(base, page);
        var barePort = free();
        ready(start(Map.of(), "java", "-XX:+UseSerialGC", "-Xmx256m", "-cp", JAR, "src/bench/Bare.java", "" + barePort, thread, database));
        var bare = "http://127.0.0.1:" + barePort + "/";
        var nginx = nginx(thread);
        for (var connections : List.of(16, 64)) {
            for (var encoding : List.of("identity", "gzip")) {
                var plain = encoding.equals("identity");
                var headers = plain ? new String[] {"Accept: " + NODES} : new String[] {"Accept: " + NODES, "Accept-Encoding: gzip"};
                var results = interleaved(
                        1,
                        () -> wrk(thread, connections, null, headers),
                        () -> wrk(bare, connections, null, headers),
                        () -> wrk(nginx, connections, null, headers));
                var name = "read 100 comments, " + (plain ? "plain" : "gzip") + ", " + connections + " connections";
                row(name, results[0], results[1], "bare Vert.x", "≥ 0.9");
                row(name, results[0], results[2], "nginx, a file", plain ? "none" : "≥ 1.0");
            }
        }
    }

    private void submits(String base, String database) throws Exception {
        var barePort = free();
        ready(start(
                Map.of(), "java", "-XX:+UseSerialGC", "-Xmx256m", "-cp", JAR, "src/bench/Bare.java", "" + barePort, thread(base, "/hundred"), database));
        var script = work.resolve("post.lua");
        Files.writeString(
                script,
                """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                local n = 0
                request = function()
                  n = n + 1
                  local body = string.format('{"pageUrl":"https://bench.example/p%d","text":"Une phrase assez longue pour un commentaire, numéro %d.",' ..
                    '"lastName":"Diop","firstName":"Fatou","email":"fatou%d@example.org"}', n % 50, n, n % 1000)
                  return wrk.format(nil, nil, nil, body)
                end
                """);
        // A submit takes half a minute of load until it is compiled.
        var results = interleaved(
                Math.max(1, 30 / SECONDS),
                () -> wrk(base + "/api/sites/bench/comments", 16, script.toString()),
                () -> wrk("http://127.0.0.1:" + barePort + "/", 16, script.toString()));
        row("submit, 16 connections", results[0], results[1], "bare Vert.x, one INSERT", "≥ 0.6");
    }

    private void firstPage(String base) throws Exception {
        var large = thread(base, "/thousands");
        var gzip = get(large, "Accept-Encoding", "gzip").body().length;
        System.out.printf("| first page of 10,000: bytes, gzip | %d | | | ≤ 20,480 |%n", gzip);
        // Another title is another key of the cache: each of these is loaded and rendered.
        System.out.printf("| first page of 10,000, not cached, ms | %.1f | of 100: %.1f | | ≤ 5 |%n", uncached(large), uncached(thread(base, "/hundred")));
    }

    private double uncached(String thread) throws Exception {
        var times = new double[60];
        for (int i = 0; i < 200 + times.length; i++) {
            var start = System.nanoTime();
            get(thread + "&title=" + random.nextLong(), "Accept-Encoding", "gzip");
            if (i >= 200) {
                times[i - 200] = (System.nanoTime() - start) / 1e6;
            }
        }
        return median(times);
    }

    private void memory(Process server) throws IOException {
        System.out.printf("| resident memory after the load, MB | %d | | | |%n", residentMegabytes(server));
    }

    private void startTimes() throws Exception {
        var data = work.resolve("own").toString();
        var times = new double[4];
        for (int i = 0; i < times.length; i++) {
            var start = System.nanoTime();
            var server = start(Map.of("PALABRE_DATA_DIR", data), "java", "-XX:+UseSerialGC", "-Xmx256m", "-jar", JAR, "serve", "--port", "0");
            server.inputReader().readLine();
            times[i] = (System.nanoTime() - start) / 1e9;
            if (i == times.length - 1) {
                System.out.printf("| resident memory, idle, MB | %d | | | |%n", residentMegabytes(server));
            }
            server.destroy();
            server.waitFor(20, TimeUnit.SECONDS);
        }
        System.out.printf("| ready on a new embedded database, s | %.2f | | | |%n", times[0]);
        System.out.printf("| ready on an existing embedded database, s | %.2f | | | |%n", median(Arrays.copyOfRange(times, 1, times.length)));
    }

    // --- what they stand on

    private void seed(String base, String token, String page, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            var body = "{\"pageUrl\":\"https://bench.example%s\",\"pageTitle\":\"Un article\",\"text\":\"%s\",\"lastName\":\"%s\",\"firstName\":\"%s\",\"email\":\"lecteur%d@example.org\"}"
                    .formatted(page, prose(), name(), name(), i);
            var answer = send(HttpRequest.newBuilder(URI.create(base + "/api/sites/bench/comments"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)));
            if (answer.statusCode() != 201) {
                throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
            }
        }
        while (publish(base, token)) {
            // Until nothing waits.
        }
    }

    private boolean publish(String base, String token) throws Exception {
        var queue = new String(
                get(base + "/api/moderation/comments?site=bench&status=pending&limit=500", "Authorization", "Bearer " + token).body(),
                StandardCharsets.UTF_8);
        var ids = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"").matcher(queue).results().map(match -> '"' + match.group(1) + '"').distinct().toList();
        if (ids.isEmpty()) {
            return false;
        }
        var answer = send(HttpRequest.newBuilder(URI.create(base + "/api/moderation/decisions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString("{\"ids\":[" + String.join(",", ids) + "],\"decision\":\"publish\"}")));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
        }
        return true;
    }

    private String prose() {
        var words = WORDS.strip().split("\\s+");
        var text = new StringBuilder();
        var length = 15 + random.nextInt(60);
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : i % 12 == 11 ? ". " : " ").append(words[random.nextInt(words.length)]);
        }
        return text.append('.').toString();
    }

    private String name() {
        var syllables = "fa tou mo dou sy la dia gne ab dou ba ka ri ma sow ndi aye".split(" ");
        var name = syllables[random.nextInt(syllables.length)] + syllables[random.nextInt(syllables.length)];
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private String thread(String base, String page) {
        return base + "/api/sites/bench/thread?lang=fr&url=" + URLEncoder.encode("https://bench.example" + page, StandardCharsets.UTF_8);
    }

    private String nginx(String thread) throws Exception {
        var root = Files.createDirectories(work.resolve("nginx/www"));
        Files.write(root.resolve("thread"), get(thread).body());
        Files.write(root.resolve("thread.gz"), get(thread, "Accept-Encoding", "gzip").body());
        var port = free();
        var config = work.resolve("nginx/nginx.conf");
        Files.writeString(
                config,
                """
                daemon off; worker_processes %d; pid %s/nginx.pid; error_log stderr crit; %s
                events { worker_connections 1024; }
                http {
                  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; gzip_static on; gzip_vary on;
                  default_type application/vnd.palabre.nodes+json;
                  client_body_temp_path %s; proxy_temp_path %s; fastcgi_temp_path %s; uwsgi_temp_path %s; scgi_temp_path %s;
                  server { listen 127.0.0.1:%d; root %s; etag on; }
                }
                """
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                work.resolve("nginx"),
                                System.getProperty("user.name").equals("root") ? "user root;" : "",
                                work, work, work, work, work, port, root));
        start(Map.of(), "nginx", "-c", config.toString(), "-p", work.resolve("nginx").toString());
        var address = "http://127.0.0.1:" + port + "/thread";
        for (int i = 0; i < 100; i++) {
            try {
                get(address);
                return address;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IllegalStateException("nginx does not answer");
    }

    @SafeVarargs
    private static double[] interleaved(int warmUps, Supplier<Double>... measurements) {
        var all = new double[measurements.length][ROUNDS];
        for (int i = 0; i < warmUps; i++) {
            Arrays.stream(measurements).forEach(Supplier::get);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < measurements.length; i++) {
                all[i][round] = measurements[i].get();
            }
        }
        return Arrays.stream(all).mapToDouble(Bench::median).toArray();
    }

    private static double wrk(String address, int connections, String script, String... headers) {
        var command = new ArrayList<>(List.of("wrk", "-t1", "-c" + connections, "-d" + SECONDS + "s"));
        for (var header : headers) {
            command.addAll(List.of("-H", header));
        }
        if (script != null) {
            command.addAll(List.of("-s", script));
        }
        command.add(address);
        try {
            var output = new String(new ProcessBuilder(command).redirectErrorStream(true).start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var bad = BAD.matcher(output);
            if (bad.find()) {
                throw new IllegalStateException(bad.group(1) + " bad answers from " + address);
            }
            var rate = RATE.matcher(output);
            if (!rate.find()) {
                throw new IllegalStateException(output);
            }
            return Double.parseDouble(rate.group(1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void row(String name, double ours, double theirs, String who, String aim) {
        System.out.printf("| %s | %,.0f/s | %s: %,.0f/s | **%.2f** | %s |%n", name, ours, who, theirs, ours / theirs, aim);
    }

    private String palabre(Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("java", "-jar", JAR));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", arguments));
        }
        return output;
    }

    private Process start(Map<String, String> environment, String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        var process = builder.start();
        children.add(process);
        return process;
    }

    private static void ready(Process process) throws IOException {
        process.inputReader().readLine();
    }

    private HttpResponse<byte[]> get(String address, String... headers) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(address));
        if (!address.contains("/moderation/")) {
            request.header("Accept", NODES);
        }
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
