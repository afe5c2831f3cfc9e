package dev.palabre.cli;

import dev.palabre.db.Database;
import dev.palabre.mail.MailSamples;
import dev.palabre.mail.MailSamples.Sample;
import dev.palabre.mail.outbox.Bounces;
import dev.palabre.mail.smtp.Sender;
import dev.palabre.template.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The mails that readers get, and those that come back. */
@Command(
        name = "mail",
        description = "Shows every mail that readers may get; takes reports of mails that came back.",
        mixinStandardHelpOptions = true,
        subcommands = {MailCommand.Pictures.class, MailCommand.Bounced.class})
public final class MailCommand {
    private MailCommand() {}

    @Command(
            name = "gallery",
            description = "Writes every kind of mail in every language, with sample words, into a folder: as text, as"
                    + " HTML, as the mail itself, and an index.html to leaf through them.",
            mixinStandardHelpOptions = true)
    static final class Pictures implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(names = "--out", paramLabel = "FOLDER", description = "a new folder, or an empty one", required = true)
        private Path out;

        @Override
        public Integer call() throws IOException {
            requireNewOrEmpty(out);
            var gallery = new MailSamples(new Messages(), Sender.parse("Palabre <palabre@example.org>"));
            var samples = gallery.samples();
            Files.createDirectories(out);
            for (var each : samples) {
                write(each.file() + ".txt", each.text().getBytes(StandardCharsets.UTF_8));
                write(each.file() + ".html", each.html().getBytes(StandardCharsets.UTF_8));
                write(each.file() + ".eml", each.bytes());
            }
            write("index.html", index(samples).getBytes(StandardCharsets.UTF_8));
            spec.commandLine().getOut().println(out.resolve("index.html"));
            return 0;
        }

        /** What is there already is somebody's: it is not written over, nor written to through a link. */
        private static void requireNewOrEmpty(Path folder) throws IOException {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalArgumentException(folder + " is there already and is no folder; name another one");
            }
            try (var files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new IllegalArgumentException(folder + " is not empty; name another folder");
                }
            }
        }

        private void write(String name, byte[] bytes) throws IOException {
            Files.write(out.resolve(name), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        private static String index(List<Sample> samples) {
            return samples.stream()
                    .map(Pictures::row)
                    .collect(Collectors.joining(
                            "\n",
                            "<!doctype html>\n<meta charset=\"utf-8\">\n<title>Palabre mails</title>\n<table>\n",
                            "\n</table>\n"));
        }

        private static String row(Sample sample) {
            var file = sample.file();
            return "<tr><td><a href=\"%s.html\">%s</a></td><td><a href=\"%s.txt\">text</a></td>"
                            .formatted(file, file, file)
                    + "<td><a href=\"%s.eml\">mail</a></td><td>%s</td></tr>".formatted(file, escaped(sample.subject()));
        }

        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }

    @Command(
            name = "bounced",
            description =
                    "Reads the report of a mail server (RFC 3464) from the standard input. What is no report, or not"
                            + " about a mail that left here, changes nothing and is no mistake.",
            mixinStandardHelpOptions = true)
    static final class Bounced implements Callable<Integer>, ServerOptions.OnServer {
        /** What tells a mail server to try again later (sysexits.h). */
        private static final int LATER = 75;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            var message = read(System.in);
            try {
                var noted = CommandRunner.await(
                        spec, ground -> new Bounces(ground.vertx(), ground.database()).take(message, site -> true));
                spec.commandLine().getErr().println(noted ? "noted" : "nothing to note");
                return 0;
            } catch (RuntimeException failure) {
                var cause = failure.getCause() == null ? failure : failure.getCause();
                if (Database.isAway(cause)) {
                    spec.commandLine().getErr().println("The database does not answer: try again later");
                    return LATER;
                }
                throw failure;
            }
        }

        /** No more than a report may have; the rest is read and left. */
        private static byte[] read(InputStream in) {
            try {
                var message = in.readNBytes(Bounces.LONGEST + 1);
                in.transferTo(OutputStream.nullOutputStream());
                return message;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
