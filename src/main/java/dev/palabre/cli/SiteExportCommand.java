package dev.palabre.cli;

import dev.palabre.consent.publishing.PolicyPublishing;
import dev.palabre.privacy.record.ProcessingRecords;
import dev.palabre.problem.Problem;
import dev.palabre.server.Infrastructure;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import dev.palabre.transfer.exporter.SiteExport;
import dev.palabre.widget.AssetRoutes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a site keeps, and what its owner has to show of it, on the command line. */
final class SiteExportCommand {
    private SiteExportCommand() {}

    private static Future<Site> site(Infrastructure ground, String key) {
        return ground.sites()
                .require(key)
                .recover(failure -> Future.failedFuture(
                        failure instanceof Problem
                                ? new IllegalArgumentException("There is no site " + key + "; see: palabre site list")
                                : failure));
    }

    @Command(
            name = "export",
            description = "Writes all that a site keeps as JSON lines; docs/export.md describes them.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer>, ServerOptions.OnServer {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "KEY", description = "the site")
        private String site;

        @Option(
                names = "--output",
                paramLabel = "FILE",
                description = "a new file, readable by its owner only, rather than the standard output")
        private @Nullable Path output;

        @Override
        public Integer call() {
            var lines = output == null ? print() : save(output);
            spec.commandLine().getErr().println(lines + " lines exported");
            return 0;
        }

        private long print() {
            var out = spec.commandLine().getOut();
            return CommandRunner.await(
                    spec, ground -> site(ground, site).compose(found -> new SiteExport(ground.database())
                            .write(found, bytes -> ground.vertx().executeBlocking(() -> {
                                out.print(bytes);
                                out.flush();
                                return null;
                            }))));
        }

        private long save(Path file) {
            var out = create(file);
            try (out) {
                return CommandRunner.await(
                        spec, ground -> site(ground, site).compose(found -> new SiteExport(ground.database())
                                .write(found, bytes -> ground.vertx().executeBlocking(() -> write(out, file, bytes)))));
            } catch (IOException e) {
                remove(file);
                throw unwritten(file, e);
            } catch (RuntimeException e) {
                remove(file);
                throw e;
            }
        }

        private static @Nullable Void write(OutputStream out, Path file, Buffer bytes) {
            try {
                out.write(bytes.getBytes());
                return null;
            } catch (IOException e) {
                throw unwritten(file, e);
            }
        }

        private static UncheckedIOException unwritten(Path file, IOException e) {
            return new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }

        /** A file that is there already is somebody's: it is not written over. */
        private static OutputStream create(Path file) {
            try {
                return Channels.newOutputStream(Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
            } catch (FileAlreadyExistsException e) {
                throw new IllegalArgumentException(file + " is there already; name another file", e);
            } catch (IOException e) {
                throw new IllegalArgumentException(file + " cannot be made: " + e.getMessage(), e);
            }
        }

        /** Half an export is of no use, and holds people's words. */
        private static void remove(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " is not whole and cannot be removed: " + e.getMessage(), e);
            }
        }
    }

    @Command(
            name = "register",
            description = "Prints the record of processing activities of a site (GDPR, article 30).",
            mixinStandardHelpOptions = true)
    static final class Register implements Callable<Integer>, ServerOptions.OnServer {
        private static final Messages MESSAGES = new Messages();

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "KEY", description = "the site")
        private String site;

        @Option(names = "--lang", paramLabel = "LANG", description = "fr or en (the site's)")
        private @Nullable String lang;

        @Option(names = "--format", paramLabel = "FORMAT", description = "text or html (text)")
        private String format = "text";

        @Override
        public Integer call() {
            if (lang != null && !Messages.LANGUAGES.contains(lang)) {
                throw new IllegalArgumentException("--lang takes " + String.join(" or ", Messages.LANGUAGES));
            }
            if (!Set.of("text", "html").contains(format)) {
                throw new IllegalArgumentException("--format takes text or html");
            }
            var register = CommandRunner.await(spec, ground -> {
                var asked = new PolicyPublishing(ground.database(), ground.changes(), MESSAGES, AssetRoutes.digest());
                var registers = new ProcessingRecords(MESSAGES, asked::purposes);
                return site(ground, site).compose(found -> registers.of(found, language(found)));
            });
            var templates = new Templates(MESSAGES, ProcessingRecords.TEMPLATES);
            spec.commandLine()
                    .getOut()
                    .print(
                            format.equals("html")
                                    ? ProcessingRecords.page(register, templates)
                                    : ProcessingRecords.text(register, templates));
            return 0;
        }

        private String language(Site found) {
            return lang == null ? found.settings().locale() : lang;
        }
    }
}
