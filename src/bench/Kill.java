import dev.palabre.db.embedded.EmbeddedDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Kills the server and its embedded PostgreSQL with SIGKILL, again and again, under writers that keep a ledger of what
 * was acknowledged; then looks whether anything was lost or is there twice, and whether each author got their mail.
 *
 * <pre>java -cp target/palabre.jar src/bench/Kill.java</pre>
 *
 * <p>Options of the environment: KILL_ROUNDS (6), KILL_WRITERS (4), KILL_SEED (7).
 */
public final class Kill {
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("KILL_ROUNDS", "6"));
    private static final int WRITERS = Integer.parseInt(System.getenv().getOrDefault("KILL_WRITERS", "4"));
    private static final Random RANDOM = new Random(Long.parseLong(System.getenv().getOrDefault("KILL_SEED", "7")));
    private static final int MOST_EACH = 5_000;
    private static final String JAR = "target/palabre.jar";
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path work = Files.createTempDirectory(
            "palabre-kill", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    private final Path data = work.resolve("data");
    private final Sink sink = new Sink();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger retries = new AtomicInteger();
    private final int port = free();
    private final String base = "http://127.0.0.1:" + port;
    private volatile boolean over;
    private Process server;
    private int passed;
    private int failed;

    private Kill() throws IOException {}

    public static void main(String[] args) throws Exception {
        var kill = new Kill();
        try {
            kill.run();
        } finally {
            kill.over = true;
            if (kill.server != null) {
                kill.server.destroy();
                kill.server.waitFor(20, TimeUnit.SECONDS);
            }
        }
        System.out.printf("%d passed, %d failed%n", kill.passed, kill.failed);
        System.exit(kill.failed == 0 ? 0 : 1);
    }

    private void run() throws Exception {
        palabre("site", "add", "kill", "--name", "Kill", "--origin", "https://kill.example");
        palabre("moderator", "add", "kill@example.org", "--site", "kill", "--role", "owner");
        var token = palabre("token", "create", "kill@example.org").strip();
        serve();
        var writers = new ArrayList<Thread>();
        for (int i = 0; i < WRITERS; i++) {
            var number = i;
            var writer = new Thread(() -> write(number, token));
            writer.start();
            writers.add(writer);
        }
        for (int round = 1; round <= ROUNDS; round++) {
            TimeUnit.MILLISECONDS.sleep(2_000 + RANDOM.nextInt(2_000));
            var database = round % 2 == 0;
            if (database) {
                var pid = Long.parseLong(Files.readAllLines(data.resolve("database/postmaster.pid")).get(0).strip());
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                TimeUnit.MILLISECONDS.sleep(RANDOM.nextInt(1_000));
            }
            server.toHandle().destroyForcibly();
            server.waitFor();
            var start = System.nanoTime();
            serve();
            System.out.printf("round %d: killed %s, ready again after %.1f s, %d acknowledged%n",
                    round, database ? "both" : "the server", (System.nanoTime() - start) / 1e9, acknowledged.size());
        }
        over = true;
        for (var writer : writers) {
            writer.join(60_000);
        }
        check("all writers ended", writers.stream().noneMatch(Thread::isAlive));
        try (var embedded = EmbeddedDatabase.open(data)) {
            var address = embedded.address();
            try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
                look(connection);
            }
        }
    }

    /** Writes and publishes, each with one key until it is acknowledged. */
    private void write(int writer, String token) {
        for (int n = 0; n < MOST_EACH && !over; n++) {
            var text = "Writer " + writer + ", comment " + n;
            var body = "{\"pageUrl\":\"https://kill.example/p%d\",\"text\":\"%s\",\"lastName\":\"Diop\",\"firstName\":\"Awa\",\"email\":\"w%d-%d@example.org\"}"
                    .formatted(n % 5, text, writer, n);
            var answer = until(201, "/api/sites/kill/comments", body, "Idempotency-Key", UUID.randomUUID().toString());
            var id = ID.matcher(answer);
            if (!id.find()) {
                throw new IllegalStateException(answer);
            }
            until(200, "/api/moderation/comments/" + id.group(1) + "/decisions", "{\"decision\":\"publish\"}", "Authorization", "Bearer " + token);
            acknowledged.put(text, id.group(1));
        }
    }

    private String until(int status, String path, String body, String... headers) {
        for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120); System.nanoTime() < end; ) {
            try {
                var answer = post(path, body, headers);
                if (answer.statusCode() == status) {
                    return answer.body();
                }
                if (answer.statusCode() < 500) {
                    throw new IllegalStateException(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException away) {
                // What is not acknowledged is sent again.
            }
            retries.incrementAndGet();
            pause(50);
        }
        throw new IllegalStateException("no acknowledgement in two minutes");
    }

    private void look(Connection connection) throws SQLException {
        drain(connection);
        var rows = one(connection, "SELECT count(*) FROM comments");
        System.out.printf("%d acknowledged, %d rows, %d requests repeated%n", acknowledged.size(), rows, retries.get());
        check("something was written", acknowledged.size() > ROUNDS);
        check("nothing acknowledged is lost", acknowledged.entrySet().stream().allMatch(each ->
                is(connection, "SELECT count(*) FROM comments WHERE id = '" + each.getValue() + "' AND text = '" + each.getKey() + "'")));
        check("nothing is there twice", one(connection, "SELECT count(*) - count(DISTINCT text) FROM comments") == 0 && rows == acknowledged.size());
        check("all decisions hold", one(connection, "SELECT count(*) FROM comments WHERE status <> 'published'") == 0);
        check("each decision was made once", one(connection, "SELECT count(*) FROM decisions") == rows);
        check("counts agree", one(connection, "SELECT sum(published) FROM threads") == rows);
        check("each author has one letter", one(connection, "SELECT count(*) FROM outbox WHERE kind = 'published'") == rows
                && one(connection, "SELECT count(DISTINCT subject_id) FROM outbox WHERE kind = 'published'") == rows);
        check("all letters are noted as sent", one(connection, "SELECT count(*) FROM outbox WHERE address_id IS NOT NULL AND state <> 'sent'") == 0);
        var missing = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var letters = statement.executeQuery("SELECT message_id FROM outbox WHERE address_id IS NOT NULL")) {
            while (letters.next()) {
                if (!sink.received.containsKey(letters.getString(1))) {
                    missing.add(letters.getString(1));
                }
            }
        }
        check("all letters arrived" + (missing.isEmpty() ? "" : ", but " + missing.size()), missing.isEmpty());
        var repeated = sink.received.values().stream().mapToInt(count -> count.get() - 1).sum();
        System.out.printf("%d letters arrived, %d of them again with the same Message-ID%n", sink.received.size(), repeated);
        check("only what was under way at a kill came again", repeated <= ROUNDS * 4);
    }

    /** What a killed node had taken out comes back after its lease of five minutes; here at once. */
    private void drain(Connection connection) throws SQLException {
        var lastStart = System.currentTimeMillis() - server.info().startInstant().orElseThrow().toEpochMilli();
        try (var statement = connection.createStatement()) {
            statement.execute("UPDATE outbox SET next_at = now() WHERE state = 'waiting' AND (lease_until IS NULL OR lease_until < now() + interval '5 minutes' - interval '"
                    + lastStart + " milliseconds')");
        }
        for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120); System.nanoTime() < end; pause(200)) {
            if (one(connection, "SELECT count(*) FROM outbox WHERE state = 'waiting' AND address_id IS NOT NULL") == 0) {
                return;
            }
        }
    }

    private static long one(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static boolean is(Connection connection, String query) {
        try {
            return one(connection, query) == 1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void check(String what, boolean holds) {
        System.out.println((holds ? "passed: " : "FAILED: ") + what);
        if (holds) {
            passed++;
        } else {
            failed++;
        }
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(15)).headers(headers)
                            .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve() throws IOException {
        server = process("serve", "--port", "" + port);
        if (server.inputReader().readLine() == null) {
            throw new IllegalStateException("the server does not start again");
        }
    }

    private String palabre(String... arguments) throws Exception {
        var process = process(arguments);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", arguments));
        }
        return output;
    }

    private Process process(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("java", "-XX:+UseSerialGC", "-Xmx256m", "-jar", JAR));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PALABRE_"));
        builder.environment().putAll(Map.of(
                "PALABRE_DATA_DIR", data.toString(),
                "PALABRE_SMTP_URL", "smtp://127.0.0.1:" + sink.socket.getLocalPort(),
                "PALABRE_MAIL_FROM", "kill@example.org",
                "PALABRE_LIMITS_SUBMIT", "0",
                "PALABRE_LIMITS_SUBMIT_SITE", "0",
                "PALABRE_LIMITS_QUEUE", "1000000"));
        return builder.start();
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A mail server that counts Message-IDs. */
    private static final class Sink {
        private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        private final Map<String, AtomicInteger> received = new ConcurrentHashMap<>();

        Sink() throws IOException {
            daemon(() -> {
                while (true) {
                    var client = socket.accept();
                    daemon(() -> talk(client));
                }
            });
        }

        private void talk(Socket client) throws IOException {
            try (client) {
                var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
                say(client, "220 sink");
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.equalsIgnoreCase("DATA")) {
                        say(client, "354 go on");
                        keep(in);
                    }
                    say(client, line.equalsIgnoreCase("QUIT") ? "221 bye" : "250 ok");
                }
            }
        }

        private void keep(BufferedReader in) throws IOException {
            var id = "";
            for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                id = line.startsWith("Message-ID:") ? line.substring(11).strip() : id;
            }
            received.computeIfAbsent(id, first -> new AtomicInteger()).incrementAndGet();
        }

        private static void say(Socket client, String line) throws IOException {
            client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        private static void daemon(Talk talk) {
            var thread = new Thread(() -> {
                try {
                    talk.run();
                } catch (IOException gone) {
                    // The client was killed.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private interface Talk {
            void run() throws IOException;
        }
    }
}
