package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.internal.buffer.BufferInternal;
import org.junit.jupiter.api.Test;

final class OffHeapTest {
    private final OffHeap memory = new OffHeap(100);

    @Test
    void place_putsBytesOutsideTheHeapWithinItsBudget() {
        var buffer = memory.place(new byte[100]);
        assertThat(((BufferInternal) buffer).getByteBuf().isDirect()).isTrue();
        assertThat(memory.used()).isEqualTo(100);
    }

    @Test
    void place_leavesBytesInTheHeapBeyondItsBudget() {
        var first = memory.place(new byte[60]);
        var second = memory.place(new byte[41]);
        assertThat(((BufferInternal) second).getByteBuf().isDirect()).isFalse();
        assertThat(memory.used()).isEqualTo(60);
        assertThat(first.length() + second.length()).isEqualTo(101);
    }

    @Test
    void place_keepsTheBytesWhereverTheyAre() {
        assertThat(memory.place("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .toString())
                .isEqualTo("abc");
        assertThat(new OffHeap(0)
                        .place("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .toString())
                .isEqualTo("abc");
    }
}
