package dev.palabre.retention;

/**
 * What a run would remove now.
 *
 * @param rule the rule's name
 * @param days for how long the site keeps it, 0 for ever
 * @param due how many are older
 */
public record Due(String rule, int days, long due) {}
