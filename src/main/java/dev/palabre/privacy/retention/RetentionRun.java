package dev.palabre.privacy.retention;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule removed from a site in one run.
 *
 * @param rule the rule's name
 * @param cause what made it begin, as it stands in the database
 * @param removed how many went
 * @param failure of what kind, null where it did not fail; what is left is removed by the next run
 */
public record RetentionRun(
        String rule,
        String cause,
        Instant startedAt,
        Instant finishedAt,
        long removed,
        @Nullable String failure) {}
