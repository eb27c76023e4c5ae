package io.graphkeep.server.catalog.embedded;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The signals that tell a postmaster how to stop.
 *
 * <p>Java itself sends only SIGTERM and SIGKILL, and a bare machine has no {@code kill} program: these go through the C
 * library.
 */
enum Signal {
    /** Fast: running transactions are rolled back, all is written, the database ends clean. */
    INTERRUPT(2, 30),
    /** Immediate: every process ends where it stands, and the next start replays the log. */
    QUIT(3, 10);

    private final int number;
    private final int seconds;

    Signal(int number, int seconds) {
        this.number = number;
        this.seconds = seconds;
    }

    /** Ends a postmaster, fast or else at once; false if it is still there after 40 seconds. */
    static boolean end(ProcessHandle process) throws InterruptedException {
        return INTERRUPT.ends(process) || QUIT.ends(process);
    }

    private boolean ends(ProcessHandle process) throws InterruptedException {
        if (!send(process.pid())) {
            return true;
        }
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for process " + process.pid() + " failed", e);
        }
    }

    /** Whether the process was there to receive it. */
    @SuppressWarnings("restricted") // The one call out of Java: what it is given is checked by its types.
    private boolean send(long pid) {
        var linker = Linker.nativeLinker();
        var kill = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            return (int) kill.invokeExact((int) pid, number) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("The C library's kill could not be called", e);
        }
    }
}
