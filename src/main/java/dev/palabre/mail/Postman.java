package dev.palabre.mail;

import dev.palabre.mail.Undelivered.Kind;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.simplejavamail.MailException;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/**
 * Hands mails to the mail server, one recipient each. The only class that touches the mail library, and everything that
 * goes into a header passes {@link MailGuard} here.
 */
public final class Postman {
    /** The longest that a mail takes: to connect, and to wait for each answer of a server that is just not silent. */
    static final int WORST_SECONDS = 180;

    private static final String CONNECT_MILLIS = "10000";
    private static final String READ_MILLIS = "20000";
    private static final Pattern CODE = Pattern.compile("^\\s*(\\d{3}(?:[ -]\\d\\.\\d{1,3}\\.\\d{1,3})?)\\b");

    private final Mailer mailer;
    private final Sender from;

    /** A postman for a server; nothing is connected yet. */
    public Postman(SmtpAddress server, Sender from) {
        this.from = from;
        var builder = MailerBuilder.withSMTPServer(server.host(), server.port());
        if (server.hasPassword()) {
            builder = builder.withSMTPServer(server.host(), server.port(), server.user(), server.password());
        }
        mailer = builder.withTransportStrategy(strategy(server))
                .trustingAllHosts(false)
                .verifyingServerIdentity(true)
                .clearEmailValidator()
                .buildMailer();
        secure(mailer.getSession().getProperties(), server);
    }

    /**
     * Sends one mail, and returns once the server has taken it. Blocks, up to minutes.
     *
     * @throws Undelivered with what to do about it
     */
    void deliver(String messageId, String to, Mail mail) throws Undelivered {
        var email = email(messageId, to, mail);
        try {
            mailer.sendMail(email, false).join();
        } catch (MailException | CompletionException e) {
            throw undelivered(e);
        }
    }

    /** Closes what the library keeps open. */
    void close() throws Exception {
        mailer.close();
    }

    private Email email(String messageId, String to, Mail mail) throws Undelivered {
        return EmailBuilder.startingBlank()
                .fixingMessageId(MailGuard.messageId(messageId))
                .from(MailGuard.header(from.name()), MailGuard.address(from.address()))
                .to(null, MailGuard.address(to))
                .withSubject(MailGuard.header(mail.subject()))
                .withHeader("Auto-Submitted", "auto-generated")
                .withHeader("X-Auto-Response-Suppress", "All")
                .withPlainText(mail.text())
                .withHTMLText(mail.html())
                .buildEmail();
    }

    private static TransportStrategy strategy(SmtpAddress server) {
        if (server.tls()) {
            return TransportStrategy.SMTPS;
        }
        return server.hasPassword() ? TransportStrategy.SMTP_TLS : TransportStrategy.SMTP;
    }

    /**
     * The library does not check certificates where TLS is only offered; here it always does, but on the way to this same
     * machine, whose mail server often has a certificate of its own making.
     */
    private void secure(Properties session, SmtpAddress server) {
        var prefix = server.tls() ? "mail.smtps." : "mail.smtp.";
        var verified = server.hasPassword() || server.tls() || !server.isLoopback();
        if (verified) {
            session.remove(prefix + "ssl.trust");
        }
        session.setProperty(prefix + "ssl.checkserveridentity", String.valueOf(verified));
        session.setProperty(prefix + "connectiontimeout", CONNECT_MILLIS);
        session.setProperty(prefix + "timeout", READ_MILLIS);
        session.setProperty(prefix + "writetimeout", READ_MILLIS);
        session.setProperty(
                prefix + "localhost", from.address().substring(from.address().indexOf('@') + 1));
    }

    private static Undelivered undelivered(RuntimeException failure) {
        Throwable broken = null;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SMTPAddressFailedException refused) {
                return answered(refused.getReturnCode(), refused);
            }
            if (at instanceof SMTPSendFailedException refused) {
                return answered(refused.getReturnCode(), refused);
            }
            if (at instanceof SMTPSenderFailedException refused) {
                return new Undelivered(Kind.LATER, "the server refuses our sender: " + code(refused));
            }
            if (at instanceof AuthenticationFailedException) {
                return new Undelivered(Kind.UNREACHABLE, "the server refuses our user name or password");
            }
            if (at instanceof MessagingException || at instanceof IOException) {
                broken = at;
            }
        }
        return broken == null
                ? Undelivered.unfit("the mail library refuses this: " + name(failure))
                : new Undelivered(Kind.UNREACHABLE, "the server cannot be used: " + name(broken));
    }

    private static Undelivered answered(int code, Exception refused) {
        return new Undelivered(code >= 500 ? Kind.REFUSED : Kind.LATER, "the server answered " + code(refused));
    }

    /** The server's words may repeat the address; its number does not. */
    private static String code(Exception refused) {
        var code = CODE.matcher(String.valueOf(refused.getMessage()));
        return code.find() ? code.group(1) : "with a refusal";
    }

    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
