package dev.palabre.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when its heap is exhausted: after that, threads are missing and nothing works reliably, so whoever
 * watches the process should start it again. {@code -XX:+ExitOnOutOfMemoryError} does the same, sooner.
 */
public final class OutOfMemoryExit {
    /** The exit code that the JVM itself uses for it. */
    private static final int EXIT_CODE = 3;

    private static final int MAX_CAUSES = 20;
    /** Made beforehand: there may be no memory to make it of. */
    private static final byte[] SENTENCE = "The heap is exhausted: the process ends. Give it more memory with -Xmx.\n"
            .getBytes(StandardCharsets.UTF_8);

    private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);

    private OutOfMemoryExit() {}

    /** From now on, a thread that ends for want of memory ends the process. */
    public static void endProcess() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            endIfExhausted(failure);
            System.err.println("Exception in thread \"" + thread.getName() + "\"");
            failure.printStackTrace();
        });
    }

    /** Ends the process if the heap is exhausted; allocates nothing. */
    static void endIfExhausted(@Nullable Throwable failure) {
        if (isExhausted(failure)) {
            try {
                STDERR.write(SENTENCE);
            } catch (IOException | OutOfMemoryError e) {
                // It ends all the same.
            }
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** Whether heap or threads ran out. Without memory outside the heap, one request fails and the others work. */
    static boolean isExhausted(@Nullable Throwable failure) {
        var cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause.getClass() == OutOfMemoryError.class) {
                var message = cause.getMessage();
                return message == null
                        || message.startsWith("Java heap space")
                        || message.startsWith("GC overhead")
                        || message.startsWith("Metaspace")
                        || message.startsWith("Compressed class space")
                        || message.startsWith("unable to create");
            }
            cause = cause.getCause();
        }
        return false;
    }
}
