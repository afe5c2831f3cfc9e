package dev.palabre.consent.proof;

import dev.palabre.site.Site;
import dev.palabre.text.CanonicalJson;
import dev.palabre.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Anchors as files, {@code anchors/<site>/<day>.json} in the data folder: outside the database that they bear witness of.
 * A file is written once and never changed. All of it blocks.
 */
public final class AnchorFiles {
    private static final Logger LOG = LoggerFactory.getLogger(AnchorFiles.class);

    private final Path folder;

    public AnchorFiles(Path dataFolder) {
        folder = dataFolder.resolve("anchors");
    }

    /** Writes those that are not there yet; one that is there and says something else is an alarm. */
    void keep(Site site, List<Anchor> anchors) {
        for (var anchor : anchors) {
            var file = folder.resolve(site.key()).resolve(anchor.day() + ".json");
            var text = CanonicalJson.text(anchor.document()) + "\n";
            try {
                if (!Files.exists(file)) {
                    write(file, text);
                } else if (!Files.readString(file).equals(text)) {
                    LOG.error(
                            "the consent chain of {} was changed: its anchor of {} is no longer that of {}; run palabre"
                                    + " consent verify {}",
                            site.key(),
                            anchor.day(),
                            file,
                            site.key());
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the anchor " + file + " cannot be kept: " + e.getMessage(), e);
            }
        }
    }

    /** Those of a site that are there. */
    List<Anchor> read(Site site) {
        var ofSite = folder.resolve(site.key());
        if (!Files.isDirectory(ofSite)) {
            return List.of();
        }
        try (var files = Files.list(ofSite)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(AnchorFiles::anchor)
                    .filter(anchor -> anchor.siteId() == site.id())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the anchors in " + ofSite + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Anchor anchor(Path file) {
        try {
            return Anchor.read(Json.object(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("the anchor " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Complete or not at all: under another name first. */
    private static void write(Path file, String text) throws IOException {
        var parent = Files.createDirectories(file.toAbsolutePath().getParent());
        var fresh = Files.createTempFile(parent, "anchor", ".new");
        try {
            Files.writeString(fresh, text);
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException another) {
            // Another process was quicker, with the same content or with an alarm at the next look.
        } finally {
            Files.delete(fresh);
        }
    }
}
