package dev.palabre.mail.outbox;

import dev.palabre.mail.outbox.BounceReport.Failure;
import dev.palabre.mail.smtp.BounceCode;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mail as the bounce report of a mail server: {@code multipart/report} with a {@code message/delivery-status} and the
 * headers of what was sent. Anything else, such as the answer of somebody on holiday, is no report. Blocks.
 */
public final class BounceReader {
    /** More than any report of a mail of ours has. */
    private static final int MOST_PARTS = 8;

    private static final int MOST_RECIPIENTS = 32;
    private static final Pattern ADDRESS = Pattern.compile("(?i)\\s*rfc822\\s*;\\s*<?([^<>\\s]{3,254})>?\\s*");
    private static final Pattern STATUS = Pattern.compile("\\s*([245]\\.\\d{1,3}\\.\\d{1,3})\\b.*", Pattern.DOTALL);

    private BounceReader() {}

    /** The report, if it is one that says for good that an address is not reached. */
    public static Optional<BounceReport> read(byte[] message) {
        try {
            var mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message));
            return mail.isMimeType("multipart/report") && mail.getContent() instanceof MimeMultipart parts
                    ? report(parts)
                    : Optional.empty();
        } catch (MessagingException | IOException | RuntimeException e) {
            // Whatever the library makes of bytes from outside: it is no report.
            return Optional.empty();
        }
    }

    private static Optional<BounceReport> report(MimeMultipart parts) throws MessagingException, IOException {
        var failures = new ArrayList<Failure>();
        String messageId = null;
        for (int i = 0; i < Math.min(parts.getCount(), MOST_PARTS); i++) {
            var part = parts.getBodyPart(i);
            if (part.isMimeType("message/delivery-status")) {
                failures.addAll(failures(part));
            } else if (part.isMimeType("message/rfc822") || part.isMimeType("text/rfc822-headers")) {
                messageId = messageId(part);
            }
        }
        return messageId == null || failures.isEmpty()
                ? Optional.empty()
                : Optional.of(new BounceReport(messageId, List.copyOf(failures)));
    }

    /** Groups of fields with empty lines between: the first is about the mail, each of the others about a recipient. */
    private static List<Failure> failures(Part part) throws MessagingException, IOException {
        var failures = new ArrayList<Failure>();
        try (var in = part.getInputStream()) {
            for (int group = 0; group <= MOST_RECIPIENTS && in.available() > 0; group++) {
                failures.addAll(failures(new InternetHeaders(in)));
            }
        }
        return failures;
    }

    private static List<Failure> failures(InternetHeaders fields) {
        var status = STATUS.matcher(first(fields, "Status"));
        if (!first(fields, "Action").strip().toLowerCase(Locale.ROOT).equals("failed")
                || !status.matches()
                || !BounceCode.isOfTheAddress(status.group(1))) {
            return List.of();
        }
        var failures = new ArrayList<Failure>();
        for (var name : List.of("Final-Recipient", "Original-Recipient")) {
            var address = ADDRESS.matcher(first(fields, name));
            if (address.matches()) {
                failures.add(new Failure(address.group(1), status.group(1)));
            }
        }
        return failures;
    }

    private static @Nullable String messageId(Part part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            var id = first(new InternetHeaders(in), "Message-ID").strip();
            return id.isEmpty() ? null : id;
        }
    }

    private static String first(InternetHeaders fields, String name) {
        var values = fields.getHeader(name);
        return values == null || values.length == 0 ? "" : values[0];
    }
}
