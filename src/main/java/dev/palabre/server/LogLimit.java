package dev.palabre.server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Bounds what is logged: no request of a stranger may fill a disk. Lines of libraries are told once a minute for each logger
 * and kind of failure, our own up to thirty times; the first line after a pause says how many were left out. The access log,
 * which an operator asks for, is not bounded. An exhausted heap that a library caught and logged ends the process.
 */
final class LogLimit implements Filter {
    private static final int MAX_KEYS = 1_000;
    private static final int OURS = 30;
    private static final long WINDOW_MILLIS = 60_000;

    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

    private static final class Window {
        private long start;
        private int lines;
        private int leftOut;
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        OutOfMemoryExit.endIfExhausted(line.getThrown());
        var logger = String.valueOf(line.getLoggerName());
        if (logger.equals("palabre.access")) {
            return true;
        }
        if (windows.size() > MAX_KEYS) {
            windows.clear();
        }
        var isOurs = logger.startsWith("dev.palabre");
        var window = windows.computeIfAbsent(isOurs ? logger : key(logger, line), key -> new Window());
        synchronized (window) {
            return isWithin(window, line, isOurs ? OURS : 1);
        }
    }

    private static boolean isWithin(Window window, LogRecord line, int most) {
        if (window.lines == 0 || line.getMillis() - window.start >= WINDOW_MILLIS) {
            window.start = line.getMillis();
            window.lines = 0;
        }
        if (window.lines >= most) {
            window.leftOut++;
            return false;
        }
        window.lines++;
        if (window.leftOut > 0) {
            line.setMessage(line.getMessage() + " (" + window.leftOut + " similar lines left out)");
            window.leftOut = 0;
        }
        return true;
    }

    private static String key(String logger, LogRecord line) {
        var thrown = line.getThrown();
        return logger
                + ' '
                + line.getLevel()
                + ' '
                + (thrown == null ? "" : thrown.getClass().getName());
    }
}
