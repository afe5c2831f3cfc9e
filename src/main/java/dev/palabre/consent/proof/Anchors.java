package dev.palabre.consent.proof;

import dev.palabre.db.Database;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The daily anchors of each site's chain: a row, a public list, and a file in every node's data folder. */
public final class Anchors {
    /** About three years of days. */
    static final int LISTED = 1_100;

    /** Days that a node which was away catches up with. */
    private static final int KEPT = 40;

    private final Vertx vertx;
    private final Database database;
    private final AnchorFiles files;
    private final InstantSource clock;
    private final AnchorStore store = new AnchorStore();

    public Anchors(Vertx vertx, Database database, AnchorFiles files, InstantSource clock) {
        this.vertx = vertx;
        this.database = database;
        this.files = files;
        this.clock = clock;
    }

    /** Anchors a site's chain as it was when yesterday ended, and keeps the files. May be called as often as one likes. */
    public Future<Void> anchor(Site site) {
        var now = clock.instant();
        var yesterday = now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1);
        return database.query(client -> store.insert(client, site.id(), yesterday, now))
                .compose(anchored -> database.query(client -> store.list(client, site.id(), KEPT)))
                .compose(anchors -> vertx.executeBlocking(() -> {
                    files.keep(site, anchors);
                    return null;
                }));
    }

    /** A site's anchors, the newest first. */
    Future<List<Anchor>> list(Site site) {
        return database.query(client -> store.list(client, site.id(), LISTED));
    }

    /** A site's newest anchor. */
    public Future<Optional<Anchor>> newest(Site site) {
        return database.query(client -> store.list(client, site.id(), 1))
                .map(all -> all.stream().findFirst());
    }

    /** A site's anchors as this node's files have them. */
    public Future<List<Anchor>> kept(Site site) {
        return vertx.executeBlocking(() -> files.read(site));
    }
}
