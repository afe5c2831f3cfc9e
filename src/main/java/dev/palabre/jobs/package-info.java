/** The frame for all background work: schedules, leases, batches, timeouts, metrics and log lines. */
@NullMarked
package dev.palabre.jobs;

import org.jspecify.annotations.NullMarked;
