package dev.palabre.server;

import dev.palabre.comment.lifecycle.AddressRetention;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.lifecycle.CommentRetention;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.write.Comments;
import dev.palabre.config.Config;
import dev.palabre.consent.proof.ConsentRetention;
import dev.palabre.mail.outbox.LinkMailLimits;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.moderation.Moderation;
import dev.palabre.privacy.datarequest.DataRequestRetention;
import dev.palabre.privacy.retention.ErasureReplay;
import dev.palabre.privacy.retention.ErasureReplayer;
import dev.palabre.privacy.retention.RetentionModule;
import dev.palabre.privacy.retention.RetentionRule;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What is kept for how long, put together of what each room keeps. */
public final class Keeping {
    private final RetentionModule room;
    private final ErasureReplay replay;

    Keeping(Infrastructure ground, Path dataFolder, Comments comments, CommentErasure erasure, InstantSource clock) {
        var database = ground.database();
        var expiry = new CommentRetention(database, comments, erasure);
        // What other rooms hold of an address goes with its row.
        var addresses = new AddressRetention(database, (client, siteId, ids) -> Future.succeededFuture());
        var consent = new ConsentRetention(database, clock);
        var rules = new ArrayList<RetentionRule>(expiry.rules());
        rules.add(addresses);
        rules.add(consent);
        rules.add(new DataRequestRetention(database));
        room = new RetentionModule(
                new RetentionModule.Ground(
                        ground.vertx(), database, ground.changes(), ground.sites(), clock, dataFolder),
                rules);
        replay = new ErasureReplay(List.<ErasureReplayer>of(expiry, addresses, consent));
    }

    /** The same for a command, which serves nobody and sends nothing. */
    public static Keeping of(Infrastructure ground, Config config) {
        return of(ground, config, Clock.systemUTC());
    }

    /** The same at another time. */
    public static Keeping of(Infrastructure ground, Config config, InstantSource clock) {
        var links = ServerAddresses.links(config, config.port());
        var outbox = outbox(ground, config);
        var comments = new Comments(
                ground.database(),
                ground.changes(),
                new Receipts(ground.keys(), links),
                outbox,
                new LinkMailLimits(ground.keys(), config.linkRates()),
                config.queueMax());
        var moderation = new Moderation(ground.database(), comments, ground.keys(), new Messages());
        var erasure = new CommentErasure(comments, outbox, moderation::forget);
        return new Keeping(ground, config.dataDir(), comments, erasure, clock);
    }

    /** An outbox that letters are taken out of. */
    public static Outbox outbox(Infrastructure ground, Config config) {
        return new Outbox(
                ground.database(),
                ground.sites(),
                ServerAddresses.links(config, config.port()),
                new MailComposers(),
                site -> Future.succeededFuture(List.of()));
    }

    public RetentionModule room() {
        return room;
    }

    /** Erases again what a backup brought back. */
    public ErasureReplay replay() {
        return replay;
    }
}
