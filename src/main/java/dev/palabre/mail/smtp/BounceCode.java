package dev.palabre.mail.smtp;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the codes of mail servers say about an address: that nobody reads mail there, or something else, such as that they
 * do not like us, our mail, or the day.
 */
public final class BounceCode {
    /** Enhanced codes (RFC 3463): no such mailbox, domain or relay to it, moved away, disabled, takes no mail. */
    private static final Set<String> OF_THE_ADDRESS =
            Set.of("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4");

    /** Plain replies to {@code RCPT}: no such mailbox, not here, no such name. */
    private static final Set<Integer> REPLIES = Set.of(550, 551, 553);

    private static final Pattern ENHANCED = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    private static final Pattern REPLY = Pattern.compile("(?<![\\d.])(5\\d\\d)(?![\\d.])");

    private BounceCode() {}

    /** Whether an enhanced code says that nobody reads mail at the address. */
    public static boolean isOfTheAddress(String enhanced) {
        return OF_THE_ADDRESS.contains(enhanced);
    }

    /** Whether the reply to {@code RCPT} says so; where it has an enhanced code, that decides. */
    public static boolean isOfTheAddress(int reply, String words) {
        var enhanced = ENHANCED.matcher(words);
        return reply >= 500
                && reply <= 599
                && (enhanced.find() ? isOfTheAddress(enhanced.group(1)) : REPLIES.contains(reply));
    }

    /** Whether the reply to anything else says so, which takes an enhanced code. */
    static boolean namesTheAddress(String words) {
        var enhanced = ENHANCED.matcher(words);
        return enhanced.find() && isOfTheAddress(enhanced.group(1));
    }

    /** The code in a text: the enhanced one if there is one. */
    public static String code(String text) {
        var enhanced = ENHANCED.matcher(text);
        var reply = REPLY.matcher(text);
        return enhanced.find() ? enhanced.group(1) : reply.find() ? reply.group(1) : "5";
    }
}
