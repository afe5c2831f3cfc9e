package dev.palabre.mail;

import dev.palabre.db.Database;
import dev.palabre.http.PublicUrl;
import dev.palabre.jobs.Job;
import dev.palabre.mail.outbox.Bounces;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.outbox.OutboxWorker;
import dev.palabre.mail.outbox.Recipients;
import dev.palabre.mail.smtp.SmtpSender;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mail: the outbox, its delivery, and bounces. */
public final class MailModule {
    private final MailComposers composers = new MailComposers();
    private final Outbox outbox;
    private final Bounces bounces;
    private final @Nullable OutboxWorker worker;

    /**
     * Mail of a database.
     *
     * @param recipients moderators of a site
     * @param sender null where this node sends no mail
     * @param perAddress most mails to one reader's address in a day
     */
    public MailModule(
            Vertx vertx,
            Database database,
            Sites sites,
            PublicUrl publicUrl,
            Recipients recipients,
            @Nullable SmtpSender sender,
            int perAddress) {
        outbox = new Outbox(database, sites, publicUrl, composers, recipients);
        bounces = new Bounces(vertx, database);
        worker = sender == null
                ? null
                : new OutboxWorker(
                        vertx,
                        database,
                        outbox,
                        composers,
                        sender,
                        OutboxWorker.Options.DEFAULT.perAddress(perAddress));
    }

    /** Queue of mails to send. */
    public Outbox outbox() {
        return outbox;
    }

    /** Composers of all kinds of mail, to which each feature adds its own. */
    public MailComposers composers() {
        return composers;
    }

    /** Reports of mails that did not arrive. */
    public Bounces bounces() {
        return bounces;
    }

    /** The delivery of mails, where this node sends them. */
    public List<Job> jobs() {
        return worker == null ? List.of() : List.of(worker.job());
    }

    /** Starts to send at once what is queued on this node. */
    public void start() {
        if (worker != null) {
            worker.start();
        }
    }

    /** Finishes the mails that are being sent. */
    public Future<Void> stop() {
        return worker == null ? Future.succeededFuture() : worker.stop();
    }
}
