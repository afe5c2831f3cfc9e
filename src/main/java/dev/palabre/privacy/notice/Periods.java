package dev.palabre.privacy.notice;

import dev.palabre.template.Messages;
import java.util.Map;

/**
 * Numbers of days as people say them; only whole years are called so, for a promise is to be kept to the day.
 *
 * @param lang language
 */
public record Periods(Messages messages, String lang) {
    private static final int YEAR = 365;

    /** So many days. */
    public String of(int days) {
        return days > 0 && days % YEAR == 0 ? counted("year", days / YEAR) : counted("day", days);
    }

    private String counted(String unit, int count) {
        return count == 1
                ? messages.get(lang, "notice.period." + unit)
                : messages.get(lang, "notice.period." + unit + "s", Map.of("count", count));
    }
}
