package dev.palabre.privacy.retention;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Erases again what came back with a backup. */
public interface ErasureReplayer {
    /** The kind of things, as {@link ErasureStore#note} was told. */
    String kind();

    /** Erases those of these that are there and not erased yet; tells how many that were. */
    Future<Integer> erase(int siteId, List<UUID> subjects);
}
