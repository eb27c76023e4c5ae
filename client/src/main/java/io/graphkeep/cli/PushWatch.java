package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepException;
import io.graphkeep.transfer.push.DirectoryState;
import io.graphkeep.transfer.push.Settling;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pushes a directory again and again, when it has changed or at an interval, until the process is ended.
 *
 * <p>The first push shows whether it works at all: whatever it fails with ends the watch. A later one that fails for now is told
 * and tried again, later each time; one that can never succeed ends it.
 */
final class PushWatch {
    static final Duration SETTLE = Duration.ofSeconds(5);

    private static final Duration AT_LATEST = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);
    /** A look at a directory of very many files costs: it is looked at for a twentieth of the time at most. */
    private static final int LOOK_SHARE = 20;

    /** What another try would not change. */
    private static final Set<Status.Code> FINAL = Set.of(
            Status.Code.INVALID_ARGUMENT,
            Status.Code.NOT_FOUND,
            Status.Code.PERMISSION_DENIED,
            Status.Code.UNAUTHENTICATED,
            Status.Code.UNIMPLEMENTED);

    private final Path directory;
    private final Clock clock;
    private final Runnable push;
    private final Consumer<String> warn;

    PushWatch(Path directory, Clock clock, Runnable push, Consumer<String> warn) {
        this.directory = directory;
        this.clock = clock;
        this.push = push;
        this.warn = warn;
    }

    /** Pushes at once, and from then on at this interval, until the thread is interrupted. */
    void every(Duration interval) throws InterruptedException {
        push.run();
        while (true) {
            pause(interval);
            pushUntilDone();
        }
    }

    /** Pushes at once, and whenever the directory has been still for a while after a change. */
    void onChange(Duration still) throws InterruptedException {
        var before = look();
        push.run();
        var settling = new Settling(before == null ? new DirectoryState(0, 0, 0) : before, still, AT_LATEST);
        while (true) {
            var begun = System.nanoTime();
            var seen = look();
            var took = Duration.ofNanos(System.nanoTime() - begun);
            if (seen != null && settling.isDue(seen, clock.instant())) {
                pushUntilDone();
            }
            pause(LOOK.compareTo(took.multipliedBy(LOOK_SHARE)) < 0 ? took.multipliedBy(LOOK_SHARE) : LOOK);
        }
    }

    /** Null where the directory is not there for now: no change to push, and its return will be one. */
    private @Nullable DirectoryState look() {
        try {
            return DirectoryState.of(directory);
        } catch (IOException unreadable) {
            return null;
        }
    }

    private void pushUntilDone() throws InterruptedException {
        var retry = FIRST_RETRY;
        while (true) {
            try {
                push.run();
                return;
            } catch (GraphkeepException failure) {
                if (FINAL.contains(failure.code())) {
                    throw failure;
                }
                warn.accept("Not pushed: " + Table.visible(failure.sentence()) + " The next try is in "
                        + retry.toSeconds() + " s.");
                pause(retry);
                retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
            }
        }
    }

    private static void pause(Duration span) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(span.toNanos());
    }
}
