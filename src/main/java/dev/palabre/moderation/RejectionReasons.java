package dev.palabre.moderation;

import dev.palabre.template.Messages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ready-made reasons, told to an author in the language that they wrote in. */
public final class RejectionReasons {
    /** Stable codes; the sentence of each is {@code moderation.reason.<code>}. */
    public static final List<String> CODES = List.of(
            "off_topic",
            "insulting",
            "hateful",
            "personal_data",
            "false_claim",
            "advertising",
            "duplicate",
            "unreadable");

    /** Characters that a moderator's own words may have. */
    public static final int MAX_LENGTH = 500;

    private RejectionReasons() {}

    /** The ready-made sentence. */
    public static String sentence(Messages messages, String lang, String code) {
        return messages.get(lang, "moderation.reason." + code);
    }

    /** What the author reads: the ready-made sentence, then the moderator's own words; null where neither is given. */
    static @Nullable String shown(Messages messages, String lang, @Nullable String code, @Nullable String words) {
        if (code == null) {
            return words;
        }
        var sentence = sentence(messages, lang, code);
        var both = words == null ? sentence : sentence + ' ' + words;
        return both.codePointCount(0, both.length()) <= MAX_LENGTH ? both : words;
    }
}
