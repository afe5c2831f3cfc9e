package dev.palabre.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Resources that are read anew at each use, so that a change shows without a restart. For development only: the system
 * property {@code palabre.dev} names the folder, such as {@code src/main/resources}.
 */
final class DevelopmentResources {
    /** The folder, null outside development. */
    static final @Nullable Path FOLDER = folder();

    private DevelopmentResources() {}

    /** A resource of the folder, or of the class path outside development; null where there is none. */
    static @Nullable InputStream open(String resource) throws IOException {
        if (FOLDER == null) {
            return DevelopmentResources.class.getResourceAsStream(resource);
        }
        var file = FOLDER.resolve(resource.substring(1));
        return Files.exists(file) ? Files.newInputStream(file) : null;
    }

    private static @Nullable Path folder() {
        var folder = System.getProperty("palabre.dev");
        return folder == null ? null : Path.of(folder).toAbsolutePath();
    }
}
