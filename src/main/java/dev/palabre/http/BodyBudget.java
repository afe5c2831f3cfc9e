package dev.palabre.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of request bodies in memory: of all clients together, and of each client address. A body counts from
 * its first byte until its request is answered or its connection ends.
 */
public final class BodyBudget {
    private static final int SHARES = 8;

    private final long total;
    private final long perAddress;
    private final AtomicLong used = new AtomicLong();
    private final ConcurrentHashMap<String, Long> usedByAddress = new ConcurrentHashMap<>();

    /** Whether bytes may be kept. */
    enum Outcome {
        /** They may, and count from now on. */
        KEPT,
        /** This client address has too many in memory already. */
        ADDRESS_FULL,
        /** All clients together have. */
        FULL
    }

    /**
     * A budget.
     *
     * @param total bytes of all bodies together
     * @param perAddress bytes of the bodies of one client address
     */
    public BodyBudget(long total, long perAddress) {
        this.total = total;
        this.perAddress = perAddress;
    }

    /**
     * A budget of which one client address may use an eighth.
     *
     * @param total bytes of all bodies together
     * @param largest bytes of the largest body, two of which one address may always send at once
     */
    public static BodyBudget of(long total, int largest) {
        return new BodyBudget(total, Math.min(total, Math.max(total / SHARES, 2L * largest)));
    }

    /** Bytes that are in memory now. */
    long used() {
        return used.get();
    }

    /** Client addresses that have bytes in memory now. */
    int addresses() {
        return usedByAddress.size();
    }

    /** Starts to count one body of this client address. */
    Reservation reserve(String address) {
        return new Reservation(address);
    }

    /** The bytes of one body; for one thread at a time. */
    final class Reservation {
        private final String address;
        private long bytes;
        private boolean released;

        private Reservation(String address) {
            this.address = address;
        }

        /** Counts more bytes, or none of them where they are too many. */
        Outcome grow(int more) {
            if (released) {
                return Outcome.FULL;
            }
            if (used.addAndGet(more) > total) {
                used.addAndGet(-more);
                return Outcome.FULL;
            }
            if (usedByAddress.merge(address, (long) more, Long::sum) > perAddress) {
                used.addAndGet(-more);
                subtract(more);
                return Outcome.ADDRESS_FULL;
            }
            bytes += more;
            return Outcome.KEPT;
        }

        /** Counts the body no more; again changes nothing. */
        void release() {
            if (!released) {
                released = true;
                used.addAndGet(-bytes);
                subtract(bytes);
            }
        }

        private void subtract(long less) {
            usedByAddress.computeIfPresent(address, (same, now) -> now <= less ? null : Long.valueOf(now - less));
        }
    }
}
