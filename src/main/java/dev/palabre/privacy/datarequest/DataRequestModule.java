package dev.palabre.privacy.datarequest;

import dev.palabre.db.Database;
import dev.palabre.http.Voice;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.site.Sites;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Puts the room together: the mails that it writes, and what it looks after. Its pages are those of other rooms. */
public final class DataRequestModule {
    private static final Duration COUNT = Duration.ofMinutes(1);

    private final OpenRequestCount open;
    private final DataRequestMails letters;
    private final DueDateReminders reminders;

    /** A room over these requests. */
    public DataRequestModule(
            Database database,
            Sites sites,
            Outbox outbox,
            DataRequests requests,
            OpenRequestCount open,
            MailRenderer mails,
            Voice voice) {
        this.open = open;
        letters = new DataRequestMails(requests, sites, mails, voice.messages(), voice.links());
        reminders = new DueDateReminders(database, sites, outbox);
    }

    /** Registers who writes which mail. */
    public void write(MailComposers composers) {
        letters.write(composers);
    }

    /** Begins to look after deadlines, and counts again what goes with an address without a word. */
    public void start(Vertx vertx) {
        open.recount();
        vertx.setPeriodic(COUNT.toMillis(), again -> open.recount());
        reminders.start(vertx);
    }
}
