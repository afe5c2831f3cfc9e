package dev.palabre.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.palabre.config.Option;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A real mail server for tests, and the mails that readers got. */
public final class MailServer implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("http://\\S+");

    private final GreenMail server;

    public MailServer() {
        var setup = new ServerSetup(0, "127.0.0.1", "smtp");
        setup.setServerStartupTimeout(20_000);
        server = new GreenMail(setup);
        server.start();
    }

    /** Options of a server that sends its mail here, with rates off unless others say otherwise. */
    public Map<Option, String> options(Map<Option, String> others) {
        var options = new HashMap<>(Map.of(
                Option.SMTP_URL, "smtp://127.0.0.1:" + server.getSmtp().getPort(),
                Option.MAIL_FROM, "palabre@example.org",
                Option.LIMITS_LINKS, "0",
                Option.LIMITS_LINKS_ADDRESS, "0",
                Option.LIMITS_LINKS_DOMAIN, "0",
                Option.LIMITS_LINKS_NETWORK, "0",
                Option.LIMITS_LINKS_SITE, "0",
                Option.LIMITS_LINKS_SERVER, "0"));
        options.putAll(others);
        return options;
    }

    /** The n-th mail to an address, once it is there; its plain form. */
    public String text(String to, int n) {
        return plain(mail(to, n));
    }

    /** The n-th mail to an address, once it is there. */
    public MimeMessage mail(String to, int n) {
        if (!CommentDriver.within(20_000, () -> mails(to).size() >= n)) {
            throw new AssertionError("no mail number " + n + " to " + to);
        }
        return mails(to).get(n - 1);
    }

    /** The mails to an address so far. */
    public List<MimeMessage> mails(String to) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(mail -> GreenMailUtil.getHeaders(mail).contains("To: " + to))
                .toList();
    }

    /** All mails that are there, as they came over the wire, with what their parts say. */
    public Map<String, String> texts() {
        var texts = new HashMap<String, String>();
        for (var mail : server.getReceivedMessages()) {
            texts.put("mail " + texts.size(), GreenMailUtil.getWholeMessage(mail) + plain(mail));
        }
        return texts;
    }

    /** Throws away what came so far. */
    public void forget() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (com.icegreen.greenmail.store.FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The path of the link with this in it, of the n-th mail to an address that has one. */
    public String link(TestServer at, String to, int n, String part) {
        if (!CommentDriver.within(20_000, () -> links(to, part).size() >= n)) {
            throw new AssertionError("no link number " + n + " of " + part + " to " + to);
        }
        return links(to, part).get(n - 1).substring(at.url().length());
    }

    private List<String> links(String to, String part) {
        return mails(to).stream()
                .flatMap(mail -> LINK.matcher(plain(mail))
                        .results()
                        .map(MatchResult::group)
                        .filter(link -> link.contains(part))
                        .limit(1))
                .toList();
    }

    /** The plain form of a mail. */
    public static String plain(MimeMessage mail) {
        try {
            return plain(mail.getContent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String plain(Object content) throws IOException, MessagingException {
        if (content instanceof MimeMultipart parts) {
            return plain(parts.getBodyPart(0).getContent());
        }
        return String.valueOf(content).replace("\r\n", "\n");
    }

    @Override
    public void close() {
        server.stop();
    }
}
