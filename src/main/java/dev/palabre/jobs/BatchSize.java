package dev.palabre.jobs;

/** The size of a job's next batch: halved after a timeout, doubled after a success, within bounds. */
final class BatchSize {
    private static final int MIN = 10;

    private final int max;
    private int current;

    BatchSize(int max) {
        this.max = max;
        this.current = max;
    }

    int current() {
        return current;
    }

    void shrink() {
        current = Math.max(Math.min(MIN, max), current / 2);
    }

    void grow() {
        current = (int) Math.min(max, current * 2L);
    }
}
