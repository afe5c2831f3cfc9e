package dev.palabre.request;

import dev.palabre.kernel.http.Voice;
import dev.palabre.kernel.sql.Database;
import dev.palabre.mail.Composers;
import dev.palabre.mail.MailRenderer;
import dev.palabre.mail.Outbox;
import dev.palabre.site.Sites;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the room together: the mails that it writes, and what it looks after. Its pages are those of other rooms. */
public final class RequestRoom {
    private static final Logger LOG = LoggerFactory.getLogger(RequestRoom.class);
    private static final Duration ROUND = Duration.ofMinutes(10);
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
        vertx.setTimer(Duration.ofMinutes(1).toMillis(), soon -> round());
        vertx.setPeriodic(ROUND.toMillis(), again -> round());
    }

    private void round() {
        reminders
                .run(Instant.now())
                .onFailure(failure -> LOG.warn("reminders could not be written: {}", failure.toString()));
    }
}
