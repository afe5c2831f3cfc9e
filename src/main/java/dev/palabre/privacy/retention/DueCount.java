package dev.palabre.privacy.retention;

/**
 * What a run would remove now.
 *
 * @param rule the rule's name
 * @param days for how long the site keeps it, 0 for ever
 * @param due how many are older
 */
public record DueCount(String rule, int days, long due) {}
