package dev.palabre;

import dev.palabre.comment.AddressErasure;
import dev.palabre.comment.Comments;
import dev.palabre.comment.Erasure;
import dev.palabre.comment.Expiry;
import dev.palabre.comment.Receipts;
import dev.palabre.consent.ConsentKeep;
import dev.palabre.kernel.template.Messages;
import dev.palabre.mail.Composers;
import dev.palabre.mail.LinkRates;
import dev.palabre.mail.Outbox;
import dev.palabre.moderation.Moderation;
import dev.palabre.request.RequestKeep;
import dev.palabre.retention.Again;
import dev.palabre.retention.Replay;
import dev.palabre.retention.RetentionRoom;
import dev.palabre.retention.Rule;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What is kept for how long, put together of what each room keeps. */
final class Keeping {
    private final RetentionRoom room;
    private final Replay replay;

    Keeping(Foundations ground, Path dataFolder, Comments comments, Erasure erasure, InstantSource clock) {
        var database = ground.database();
        var expiry = new Expiry(database, comments, erasure);
        // What other rooms hold of an address goes with its row.
        var addresses = new AddressErasure(database, (client, siteId, ids) -> Future.succeededFuture());
        var consent = new ConsentKeep(database, clock);
        var rules = new ArrayList<Rule>(expiry.rules());
        rules.add(addresses);
        rules.add(consent);
        rules.add(new RequestKeep(database));
        room = new RetentionRoom(
                new RetentionRoom.Ground(ground.vertx(), database, ground.changes(), ground.sites(), clock, dataFolder),
                rules);
        replay = new Replay(List.<Again>of(expiry, addresses, consent));
    }

    /** The same for a command, which serves nobody and sends nothing. */
    static Keeping of(Foundations ground, Config config) {
        return of(ground, config, Clock.systemUTC());
    }

    /** The same at another time. */
    static Keeping of(Foundations ground, Config config, InstantSource clock) {
        var links = Hosts.links(config, config.port());
        var outbox = outbox(ground, config);
        var comments = new Comments(
                ground.database(),
                ground.changes(),
                new Receipts(ground.keys(), links),
                outbox,
                new LinkRates(ground.keys(), config.linksAddress(), config.linksSite(), config.linksServer()),
                config.queueMax());
        var moderation = new Moderation(ground.database(), comments, ground.keys(), new Messages());
        var erasure = new Erasure(comments, outbox, moderation::forget);
        return new Keeping(ground, config.dataDir(), comments, erasure, clock);
    }

    /** An outbox that letters are taken out of. */
    static Outbox outbox(Foundations ground, Config config) {
        return new Outbox(
                ground.database(),
                ground.sites(),
                Hosts.links(config, config.port()),
                new Composers(),
                site -> Future.succeededFuture(List.of()));
    }

    RetentionRoom room() {
        return room;
    }

    /** Erases again what a backup brought back. */
    Replay replay() {
        return replay;
    }
}
