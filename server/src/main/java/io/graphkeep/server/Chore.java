package io.graphkeep.server;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/**
 * One thing that is done again and again, and told of in the log as far as that is news.
 *
 * <p>Each kind of failure is told once with all that led to it, then in one line for as long as it repeats; and so is that it
 * works again. No failure is its last run. Its runs follow one another, on whichever thread.
 */
final class Chore implements Runnable {
    /** Failures whose sentences never repeat must not fill the memory. */
    private static final int MOST_KINDS = 50;

    private final String what;
    private final Runnable work;
    private final Logger log;
    private final Set<String> told = new HashSet<>();
    private long failures;

    /** {@code what} completes the sentence "Could not …". */
    Chore(String what, Runnable work, Logger log) {
        this.what = what;
        this.work = work;
        this.log = log;
    }

    @Override
    public void run() {
        try {
            work.run();
        } catch (RuntimeException | Error failure) {
            // One that failed once (the database is away, say) must not be the last of its kind.
            tell(failure);
            return;
        }
        if (failures > 0) {
            log.info("Could {} again, after {} that failed", what, failures == 1 ? "1 time" : failures + " times");
            failures = 0;
            told.clear();
        }
    }

    private void tell(Throwable failure) {
        failures++;
        if (told.size() == MOST_KINDS) {
            told.clear();
        }
        if (told.add(failure.getClass().getName() + ": " + failure.getMessage())) {
            log.warn("Could not {}: {}", what, failure.getMessage(), failure);
            return;
        }
        log.warn("Could not {}, as before: {}", what, failure.getMessage());
    }
}
