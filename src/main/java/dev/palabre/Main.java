package dev.palabre;

/** Starts Palabre from the command line. */
public final class Main {
    private Main() {}

    /**
     * Runs the command that the arguments name.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        throw new UnsupportedOperationException();
    }
}
