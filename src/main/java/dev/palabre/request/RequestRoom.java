package dev.palabre.request;

import dev.palabre.kernel.http.Voice;
import dev.palabre.kernel.sql.Database;
import dev.palabre.mail.Composers;
import dev.palabre.mail.MailRenderer;
import dev.palabre.mail.Outbox;
import dev.palabre.site.Sites;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Puts the room together: the mails that it writes, and what it looks after. Its pages are those of other rooms. */
public final class RequestRoom {
    private static final Duration COUNT = Duration.ofMinutes(1);

    private final OpenRequests open;
    private final RequestLetters letters;
    private final Reminders reminders;

    /** A room over these requests. */
    public RequestRoom(
            Database database,
            Sites sites,
            Outbox outbox,
            Requests requests,
            OpenRequests open,
            MailRenderer mails,
            Voice voice) {
        this.open = open;
        letters = new RequestLetters(requests, sites, mails, voice.messages(), voice.links());
        reminders = new Reminders(database, sites, outbox);
    }

    /** Registers who writes which mail. */
    public void write(Composers composers) {
        letters.write(composers);
    }

    /** Begins to look after deadlines, and counts again what goes with an address without a word. */
    public void start(Vertx vertx) {
        open.recount();
        vertx.setPeriodic(COUNT.toMillis(), again -> open.recount());
        reminders.start(vertx);
    }
}
