package dev.palabre.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Runs background jobs: each again and again, never twice at once on this node, from a short random delay after the start,
 * so that a server that is restarted often still runs every job and nodes that start together do not run them together.
 */
public final class JobRunner {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final RandomGenerator random;
    private final Map<String, JobRun> runs = new TreeMap<>();
    private final Map<String, Long> timers = new ConcurrentHashMap<>();
    private final Map<String, Future<Integer>> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** A runner of these jobs, whose names differ; it does not run them before {@link #start}. */
    public JobRunner(Vertx vertx, Leases leases, MeterRegistry metrics, List<Job> jobs) {
        this(vertx, leases, metrics, jobs, RandomGenerator.getDefault());
    }

    JobRunner(Vertx vertx, Leases leases, MeterRegistry metrics, List<Job> jobs, RandomGenerator random) {
        this.vertx = vertx;
        this.random = random;
        for (var job : jobs) {
            if (runs.put(job.name(), new JobRun(job, leases, () -> stopping, metrics)) != null) {
                throw new IllegalArgumentException("two jobs are named " + job.name());
            }
        }
    }

    /** Names of all jobs. */
    public List<String> names() {
        return List.copyOf(runs.keySet());
    }

    /** Schedules the first run of each job. */
    public void start() {
        runs.values().forEach(run -> schedule(run, firstDelay(run.job().interval(), random)));
    }

    /** Runs a job now, or joins the run that is under way; completes with the number of rows it processed. */
    public Future<Integer> run(String name) {
        var run = runs.get(name);
        if (run == null) {
            throw new IllegalArgumentException("no job " + name);
        }
        return once(run);
    }

    /** Starts no further run, and completes when the runs that are under way have ended. */
    public Future<Void> stop() {
        stopping = true;
        timers.values().forEach(vertx::cancelTimer);
        return Future.join(new ArrayList<>(running.values())).otherwiseEmpty().mapEmpty();
    }

    /** At least a second, at most the interval or half a minute, spread by chance. */
    static Duration firstDelay(Duration interval, RandomGenerator random) {
        var longest = Math.min(interval.toMillis(), FIRST_DELAY.toMillis());
        return Duration.ofMillis(longest <= 1_000 ? longest : random.nextLong(1_000, longest + 1));
    }

    private void schedule(JobRun run, Duration delay) {
        if (!stopping) {
            var timer = vertx.setTimer(Math.max(1, delay.toMillis()), due -> once(run)
                    .onComplete(done -> schedule(run, run.job().interval())));
            timers.put(run.job().name(), timer);
        }
    }

    private Future<Integer> once(JobRun run) {
        var promise = io.vertx.core.Promise.<Integer>promise();
        var under = running.putIfAbsent(run.job().name(), promise.future());
        if (under != null) {
            return under;
        }
        run.run().onComplete(done -> {
            running.remove(run.job().name());
            promise.handle(done);
        });
        return promise.future();
    }
}
