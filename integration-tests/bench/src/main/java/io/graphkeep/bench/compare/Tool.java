package io.graphkeep.bench.compare;

import java.nio.file.Path;

/**
 * A tool that keeps copies of directories, used as its users use it: defaults, a password where it has one.
 *
 * <p>{@link #open} comes first and makes a new, empty repository; {@link #close} comes last, also after a failure, and leaves
 * nothing running. Between them calls come one at a time.
 */
interface Tool extends AutoCloseable {
    String name();

    void open();

    /** Takes a copy of the source as it is now. */
    Measure snapshot(Path source);

    /** Brings the newest copy back into a directory that is not there yet. */
    Measure restore(Path source, Path destination);

    /** Whether it can read all that it has stored and say that it is intact. */
    boolean canCheck();

    Measure check();

    @Override
    void close();
}
