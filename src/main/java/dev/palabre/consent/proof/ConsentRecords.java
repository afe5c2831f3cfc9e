package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentRecordFilter;
import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.crypto.AccessCode;
import dev.palabre.db.Database;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.text.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The records of consent, for whoever answers for them: verified, exported, erased. */
public final class ConsentRecords {
    private final Vertx vertx;
    private final Database database;
    private final AnchorFiles files;
    private final ConsentStore store = new ConsentStore();

    /** Records in a database, whose anchors are kept as files in the data folder. */
    public ConsentRecords(Vertx vertx, Database database, Path dataFolder) {
        this.vertx = vertx;
        this.database = database;
        files = new AnchorFiles(dataFolder);
    }

    /** Recomputes a site's whole chain, and compares it with the anchors of the database and with those of the files. */
    public Future<ChainReport> verify(Site site) {
        return verify(site, "");
    }

    /**
     * Recomputes a site's whole chain, and compares it with a copy of its published anchors too.
     *
     * @param copy JSON as {@code /sites/{site}/consent/anchors} answers it, empty for none
     */
    public Future<ChainReport> verify(Site site, String copy) {
        return vertx.executeBlocking(() -> Stream.concat(files.read(site).stream(), copied(site, copy).stream())
                        .distinct()
                        .toList())
                .compose(kept -> new ChainVerifier(vertx, database, site, kept).walk());
    }

    private static List<Anchor> copied(Site site, String copy) {
        if (copy.isEmpty()) {
            return List.of();
        }
        try {
            var anchors = new ArrayList<Anchor>();
            if (Json.object(copy).get("anchors") instanceof List<?> listed) {
                listed.forEach(each -> anchors.add(Anchor.read(Json.object(Json.text(each)))));
            }
            if (anchors.isEmpty() || anchors.stream().anyMatch(anchor -> anchor.siteId() != site.id())) {
                throw new IllegalArgumentException("the copy holds no anchors of the site " + site.key());
            }
            return anchors;
        } catch (ClassCastException | DateTimeParseException | Problem e) {
            throw new IllegalArgumentException("the copy is no list of anchors", e);
        }
    }

    /** Writes records out; the sink takes the next bytes, and is asked again only when it has taken them. */
    public Future<Void> export(
            Site site, ConsentRecordFilter filter, ConsentRecordFormat format, Function<Buffer, Future<Void>> sink) {
        return new ConsentRecordExport(database).write(site.id(), filter, format, sink);
    }

    /** Forgets who the records under a consent id belong to; returns how many there are. */
    public Future<Integer> erase(AccessCode code) {
        return new ConsentRetention(database, Clock.systemUTC())
                .erased(code.siteId(), client -> store.erase(client, code.siteId(), code.hash()));
    }
}
