package dev.palabre.consent.policy;

import java.time.Instant;

/**
 * One time that a policy was put in force.
 *
 * @param number counted by site, from 1
 * @param version that it made
 * @param at when
 */
public record Publication(int number, String version, Instant at) {}
