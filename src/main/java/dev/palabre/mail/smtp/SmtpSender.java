package dev.palabre.mail.smtp;

import dev.palabre.mail.smtp.DeliveryException.Kind;
import dev.palabre.mail.template.Mail;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.simplejavamail.MailException;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.CustomMailer;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.OperationalConfig;
import org.simplejavamail.converter.EmailConverter;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/**
 * Hands mails to the mail server, one recipient each. The only class that touches the mail library, and everything that
 * goes into a header passes {@link HeaderSanitizer} here.
 */
public final class SmtpSender {
    /** The longest that a mail takes: to connect, and to wait for each answer of a server that is just not silent. */
    public static final int WORST_SECONDS = 180;

    private static final String CONNECT_MILLIS = "10000";
    private static final String READ_MILLIS = "20000";
    private static final Pattern CODE = Pattern.compile("^\\s*(\\d{3}(?:[ -]\\d\\.\\d{1,3}\\.\\d{1,3})?)\\b");

    private final Mailer mailer;
    private final Sender from;

    /** A sender for a server; nothing is connected yet. */
    public SmtpSender(SmtpAddress server, Sender from) {
        this(server, from, null, null);
    }

    /**
     * The same.
     *
     * @param key of the sender's domain, that mails are signed with; null where they are not
     * @param bounces address that mail servers send reports to, null where that is the sender's
     */
    public SmtpSender(SmtpAddress server, Sender from, @Nullable DkimKey key, @Nullable String bounces) {
        this.from = from;
        var builder = MailerBuilder.usingSession(session(server, from, bounces)).clearEmailValidator();
        this.mailer = (key == null
                        ? builder
                        : builder.withCustomMailer(
                                new Signing(new DkimSigner(key, from.domain(), InstantSource.system()))))
                .buildMailer();
    }

    /**
     * Sends one mail, and returns once the server has taken it. Blocks, up to minutes.
     *
     * @throws DeliveryException with what to do about it
     */
    public void deliver(String messageId, String to, Mail mail) throws DeliveryException {
        var email = email(from, messageId, to, mail);
        try {
            mailer.sendMail(email, false).join();
        } catch (MailException | CompletionException e) {
            throw undelivered(e);
        }
    }

    /** Closes what the library keeps open. */
    public void close() throws Exception {
        mailer.close();
    }

    /** A mail as the bytes that would be sent, for samples. */
    public static byte[] bytes(Sender from, String messageId, String to, Mail mail) {
        try {
            return EmailConverter.emailToEML(email(from, messageId, to, mail)).getBytes(StandardCharsets.UTF_8);
        } catch (DeliveryException e) {
            throw new IllegalArgumentException(e.reason(), e);
        }
    }

    private static Email email(Sender from, String messageId, String to, Mail mail) throws DeliveryException {
        var email = EmailBuilder.startingBlank()
                .fixingMessageId(HeaderSanitizer.messageId(messageId))
                .from(
                        from.name().isEmpty() ? null : HeaderSanitizer.header(from.name()),
                        HeaderSanitizer.address(from.address()))
                .to(null, HeaderSanitizer.address(to))
                .withSubject(HeaderSanitizer.header(mail.subject()))
                .withHeader("Auto-Submitted", "auto-generated")
                .withHeader("X-Auto-Response-Suppress", "All")
                .withPlainText(mail.text())
                .withHTMLText(mail.html());
        if (mail.unsubscribe() != null) {
            // One click in the mail client (RFC 8058).
            email = email.withHeader("List-Unsubscribe", "<" + HeaderSanitizer.header(mail.unsubscribe()) + ">")
                    .withHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        return email.buildEmail();
    }

    /** Signs the bytes that are sent. */
    private record Signing(DkimSigner signer) implements CustomMailer {
        @Override
        public void sendMessage(OperationalConfig config, Session session, Email email, MimeMessage message) {
            try (var transport = session.getTransport()) {
                transport.connect();
                var signed = signed(session, message);
                transport.sendMessage(signed, signed.getAllRecipients());
            } catch (MessagingException | IOException | GeneralSecurityException e) {
                throw new CompletionException(e);
            }
        }

        @Override
        public void testConnection(OperationalConfig config, Session session) {
            throw new UnsupportedOperationException();
        }

        private MimeMessage signed(Session session, MimeMessage message)
                throws MessagingException, IOException, GeneralSecurityException {
            var bytes = new ByteArrayOutputStream();
            message.writeTo(bytes);
            return new MimeMessage(session, new ByteArrayInputStream(signer.sign(bytes.toByteArray())));
        }
    }

    /**
     * Certificates are checked, but on the way to this same machine, whose mail server often has one of its own making. The
     * library's own session would not check them where TLS is only offered.
     */
    private static Session session(SmtpAddress server, Sender from, @Nullable String bounces) {
        var login = server.hasPassword();
        var checked = login || server.tls() || !server.isLoopback();
        var protocol = server.tls() ? "smtps" : "smtp";
        var session = new Properties();
        session.setProperty("mail.transport.protocol", protocol);
        Map.of(
                        "host", server.host(),
                        "port", String.valueOf(server.port()),
                        "auth", String.valueOf(login),
                        "starttls.enable", "true",
                        "starttls.required", String.valueOf(login),
                        "ssl.checkserveridentity", String.valueOf(checked),
                        "connectiontimeout", CONNECT_MILLIS,
                        "timeout", READ_MILLIS,
                        "writetimeout", READ_MILLIS,
                        "localhost", from.domain())
                .forEach((name, value) -> session.setProperty("mail." + protocol + "." + name, value));
        if (bounces != null) {
            session.setProperty("mail." + protocol + ".from", bounces);
        }
        if (!checked) {
            session.setProperty("mail." + protocol + ".ssl.trust", "*");
        }
        return Session.getInstance(session, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(server.user(), server.password());
            }
        });
    }

    private static DeliveryException undelivered(RuntimeException failure) {
        Throwable broken = null;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SMTPAddressFailedException refused) {
                return recipientRefused(refused);
            }
            if (at instanceof SMTPSendFailedException refused) {
                return refused.getCommand().startsWith("MAIL")
                        ? new DeliveryException(Kind.LATER, "the server refuses our sender: " + code(refused))
                        : answered(refused.getReturnCode(), refused);
            }
            if (at instanceof AuthenticationFailedException) {
                return new DeliveryException(Kind.UNREACHABLE, "the server refuses our user name or password");
            }
            if (at instanceof MessagingException || at instanceof IOException) {
                broken = at;
            }
        }
        return broken == null
                ? DeliveryException.unfit("the mail library refuses this: " + name(failure))
                : new DeliveryException(Kind.UNREACHABLE, "the server cannot be used: " + name(broken));
    }

    private static DeliveryException recipientRefused(SMTPAddressFailedException refused) {
        return BounceCode.isOfTheAddress(refused.getReturnCode(), code(refused))
                ? new DeliveryException(Kind.BOUNCED, "the server answered " + code(refused))
                : answered(refused.getReturnCode(), refused);
    }

    private static DeliveryException answered(int reply, Exception refused) {
        var kind = reply < 500 ? Kind.LATER : BounceCode.namesTheAddress(code(refused)) ? Kind.BOUNCED : Kind.REFUSED;
        return new DeliveryException(kind, "the server answered " + code(refused));
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
