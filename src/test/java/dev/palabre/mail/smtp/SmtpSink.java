package dev.palabre.mail.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A mail server that answers as it is told and keeps exactly what it was sent. */
public final class SmtpSink implements AutoCloseable {
    /** Says nothing more and closes the connection. */
    static final String HANG_UP = "";

    private final ServerSocket socket;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    private final Function<String, @Nullable String> script;

    /** One mail: the envelope's recipients, and the lines of the message. */
    public record Received(List<String> recipients, List<String> lines) {
        public List<String> headers(String name) {
            return headerLines().stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        List<String> headerNames() {
            return headerLines().stream()
                    .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))))
                    .toList();
        }

        private List<String> headerLines() {
            return lines.subList(0, lines.indexOf("")).stream()
                    .filter(line -> !line.startsWith(" ") && !line.startsWith("\t"))
                    .toList();
        }
    }

    /** Answers what mail servers answer. */
    public static SmtpSink open() {
        return new SmtpSink(0, command -> null);
    }

    /** Answers to a command what the script says, or where that is null what mail servers answer. */
    public static SmtpSink open(Function<String, @Nullable String> script) {
        return new SmtpSink(0, script);
    }

    /** Opens again where another was closed. */
    public static SmtpSink open(int port) {
        return new SmtpSink(port, command -> null);
    }

    private SmtpSink(int port, Function<String, @Nullable String> script) {
        this.script = script;
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public SmtpAddress address() {
        return new SmtpAddress("127.0.0.1", port(), "", "", false);
    }

    /** The next mail, once it is here. */
    public Received next() throws InterruptedException {
        var next = received.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no mail came; commands: " + commands);
        }
        return next;
    }

    /** Mails that nobody has asked for yet. */
    public int left() {
        return received.size();
    }

    public List<String> commands() {
        return List.copyOf(commands);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "smtp-sink");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                daemon(() -> talk(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket connection) {
        try (connection;
                var in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1))) {
            var recipients = new ArrayList<String>();
            var greeting = script.apply("CONNECT");
            if (!send(connection, greeting == null ? "220 sink" : greeting)) {
                return;
            }
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                if (line.startsWith("RCPT TO:")) {
                    recipients.add(line.substring("RCPT TO:".length()));
                }
                var told = script.apply(line);
                var answer = told == null ? usual(line) : told;
                if (!send(connection, answer) || (answer.startsWith("354") && !take(connection, in, recipients))) {
                    return;
                }
            }
        } catch (IOException e) {
            // The other side went away: the test sees what came before.
        }
    }

    private boolean take(Socket connection, BufferedReader in, List<String> recipients) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            lines.add(line.startsWith(".") ? line.substring(1) : line);
        }
        var told = script.apply("END");
        if (told == null) {
            received.add(new Received(List.copyOf(recipients), lines));
        }
        recipients.clear();
        return send(connection, told == null ? "250 taken" : told);
    }

    private static boolean send(Socket connection, String answer) throws IOException {
        if (answer.equals(HANG_UP)) {
            return false;
        }
        connection.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return !answer.startsWith("221");
    }

    private static String usual(String command) {
        if (command.startsWith("DATA")) {
            return "354 go on";
        }
        return command.startsWith("QUIT") ? "221 bye" : "250 ok";
    }
}
