/** The outbox: queued mails, their delivery in the background, and bounces. */
@NullMarked
package dev.palabre.mail.outbox;

import org.jspecify.annotations.NullMarked;
