/** Sending over SMTP, DKIM signatures, and header sanitizing. */
@NullMarked
package dev.palabre.mail.smtp;

import org.jspecify.annotations.NullMarked;
