package dev.palabre.crypto;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Ids of rows: UUIDv7, so that newer ones sort after older ones. Public; knowing one opens nothing. */
public final class UuidV7 {
    private static final SecureRandom RANDOM = new SecureRandom();

    private UuidV7() {}

    /** A new id that sorts by the clock, to the millisecond. */
    public static UUID next() {
        return at(System.currentTimeMillis());
    }

    /** When an id was made, to the millisecond. */
    public static Instant madeAt(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** The least id that can be made at a moment: all that were made before are less. */
    public static UUID firstAt(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16, 0);
    }

    static UUID at(long epochMillis) {
        var high = (epochMillis << 16) | 0x7000 | RANDOM.nextInt(0x1000);
        var low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
