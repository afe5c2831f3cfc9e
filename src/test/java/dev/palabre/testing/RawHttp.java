package dev.palabre.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Bytes on a socket, as no HTTP client would send them, and what comes back. */
public final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final String authority;

    /** One answer: its status line's number, its header lines as sent, its body. */
    public record Answer(int status, List<String> headers, byte[] body) {
        /** All values of a header. */
        public List<String> all(String name) {
            var prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .toList();
        }

        /** The first value of a header. */
        public Optional<String> header(String name) {
            return all(name).stream().findFirst();
        }

        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** A connection to the server of this address. */
    public RawHttp(String url) {
        try {
            var uri = URI.create(url);
            authority = uri.getAuthority();
            socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one request on a connection of its own; {@code HOST} in it stands for the server's host and port. */
    public static Answer once(String url, String request) {
        try (var wire = new RawHttp(url)) {
            return wire.send(request).answer();
        }
    }

    /** Sends text as it is, with {@code HOST} replaced; characters above 255 are not for the wire. */
    public RawHttp send(String text) {
        return send(text.replace("HOST", authority).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes. */
    public RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer; status 0 where the server closed the connection without one. */
    public Answer answer() {
        try {
            var in = socket.getInputStream();
            var head = head(in);
            if (head.isEmpty()) {
                return new Answer(0, List.of(), new byte[0]);
            }
            var lines = new ArrayList<>(Arrays.asList(head.split("\r\n", -1)));
            var status = Integer.parseInt(lines.remove(0).split(" ", -1)[1]);
            lines.removeIf(String::isEmpty);
            var answer = new Answer(status, lines, new byte[0]);
            return new Answer(status, lines, body(in, answer));
        } catch (SocketException e) {
            return new Answer(0, List.of(), new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a HEAD on a connection that ends with it: whatever follows its headers counts as a body. */
    public Answer head() {
        try {
            var lines =
                    new ArrayList<>(Arrays.asList(head(socket.getInputStream()).split("\r\n", -1)));
            var status = Integer.parseInt(lines.remove(0).split(" ", -1)[1]);
            lines.removeIf(String::isEmpty);
            return new Answer(status, lines, socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server ends the connection, sending nothing more, before patience ends. */
    public boolean isClosed() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int last = 0, c = in.read(); c >= 0; c = in.read()) {
            head.write(c);
            last = c == '\n' ? last + 1 : c == '\r' ? last : 0;
            if (last == 2) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] body(InputStream in, Answer answer) throws IOException {
        if (answer.status() == 304 || answer.status() == 204) {
            return new byte[0];
        }
        var length = answer.header("Content-Length");
        return length.isPresent() ? in.readNBytes(Integer.parseInt(length.get())) : in.readAllBytes();
    }
}
