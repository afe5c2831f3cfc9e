package dev.palabre.cli;

import dev.palabre.transfer.exporter.SiteExport;
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

/** Exports all data of a site. */
@Command(
        name = "export",
        description = "Writes all data of a site as JSON lines, described in docs/export.md.",
        mixinStandardHelpOptions = true)
final class SiteExportCommand implements Callable<Integer>, ServerOptions.OnServer {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "KEY", description = "the site")
    private String site;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "a new file, readable by its owner only (default: standard output)")
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
                spec, ground -> SiteCommand.site(ground, site).compose(found -> new SiteExport(ground.database())
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
                    spec, ground -> SiteCommand.site(ground, site).compose(found -> new SiteExport(ground.database())
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

    /** Creates a new file; an existing one is never overwritten. */
    private static OutputStream create(Path file) {
        try {
            return Channels.newOutputStream(Files.newByteChannel(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(file + " exists already; name another file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be created: " + e.getMessage(), e);
        }
    }

    /** Removes an incomplete export, which is useless and contains personal data. */
    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is incomplete and cannot be removed: " + e.getMessage(), e);
        }
    }
}
