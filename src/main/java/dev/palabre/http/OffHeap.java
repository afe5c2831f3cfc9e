package dev.palabre.http;

import io.netty.buffer.Unpooled;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory outside the heap for finished bytes, where the socket reads them without a copy. The garbage collector frees it;
 * what it has not freed yet counts, and beyond a budget the bytes stay in the heap: so finished pages never use up the
 * direct memory of the process.
 */
final class OffHeap {
    private static final OffHeap SHARED = new OffHeap(PlatformDependent.maxDirectMemory() / 2);

    private final Cleaner cleaner = Cleaner.create();
    private final AtomicLong used = new AtomicLong();
    private final long budget;

    OffHeap(long budget) {
        this.budget = budget;
    }

    /** These bytes as a buffer that may be sent any number of times. */
    static Buffer buffer(byte[] bytes) {
        return SHARED.place(bytes);
    }

    Buffer place(byte[] bytes) {
        var memory = take(bytes.length) ? direct(bytes) : ByteBuffer.wrap(bytes);
        return BufferInternal.buffer(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory)));
    }

    /** Bytes outside the heap that are in use or not freed yet. */
    long used() {
        return used.get();
    }

    private boolean take(int length) {
        if (used.addAndGet(length) <= budget) {
            return true;
        }
        used.addAndGet(-length);
        return false;
    }

    private ByteBuffer direct(byte[] bytes) {
        var length = bytes.length;
        var memory = ByteBuffer.allocateDirect(length);
        var counter = used;
        cleaner.register(memory, () -> counter.addAndGet(-length));
        memory.put(bytes).flip();
        return memory;
    }
}
