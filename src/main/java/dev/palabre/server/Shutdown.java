package dev.palabre.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Closes what the process has open when it is told to stop, the last opened first, also in the middle of a start: a
 * database that was just being started must not stay behind.
 */
public final class Shutdown {
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
    private static boolean installed;
    private static boolean stopping;

    private Shutdown() {}

    /** Opens something that is to be closed at the end; a signal that comes meanwhile waits until it can be closed. */
    public static <T extends AutoCloseable> T opening(Supplier<T> opener) {
        synchronized (OPEN) {
            if (stopping) {
                throw new IllegalStateException("The process is told to stop");
            }
            if (!installed) {
                installed = true;
                Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::closeAll));
            }
            var opened = opener.get();
            OPEN.push(opened);
            return opened;
        }
    }

    /** Forgets what has been closed already. */
    static void closed(AutoCloseable resource) {
        synchronized (OPEN) {
            if (!stopping) {
                OPEN.remove(resource);
            }
        }
    }

    private static void closeAll() {
        synchronized (OPEN) {
            stopping = true;
        }
        // From here on nothing is added, and closing waits for no lock that another thread may want.
        while (!OPEN.isEmpty()) {
            try {
                OPEN.pop().close();
            } catch (Exception e) {
                System.err.println("could not stop cleanly: " + e.getMessage());
            }
        }
    }
}
