package dev.palabre.privacy.datarequest;

import dev.palabre.db.Database;
import dev.palabre.http.Pages;
import dev.palabre.jobs.Job;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.site.Sites;
import java.time.Duration;
import java.util.List;

/** Wires data requests: their mails, the reminders before they are due, and the number of open ones. */
public final class DataRequestModule {
    private static final Duration COUNT_INTERVAL = Duration.ofMinutes(1);

    private final OpenRequestCount open;
    private final DataRequestMails mails;
    private final DueDateReminders reminders;

    /** The mails and the background work of these requests. */
    public DataRequestModule(
            Database database,
            Sites sites,
            Outbox outbox,
            DataRequests requests,
            OpenRequestCount open,
            MailRenderer renderer,
            Pages pages) {
        this.open = open;
        mails = new DataRequestMails(requests, sites, renderer, pages.messages(), pages.publicUrl());
        reminders = new DueDateReminders(database, sites, outbox);
    }

    /** Registers the composers of this module's mails. */
    public void registerMails(MailComposers composers) {
        mails.register(composers);
    }

    /** Background work; requests may also disappear with an address, without a notification. */
    public List<Job> jobs() {
        return List.of(Job.onEveryNode("open-request-count", COUNT_INTERVAL, open::recount), reminders.job());
    }

    /** Counts for the first time, so that the console need not wait for the job. */
    public void start() {
        open.recount();
    }
}
