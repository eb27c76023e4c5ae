package io.graphkeep.it;

import java.time.Duration;

/** What a server is doing when it is killed: an operation from its start, or one part of it from where that begins. */
enum Strike {
    CAPTURE("", Duration.ofSeconds(1)),
    CLEANUP("", Duration.ofSeconds(1)),
    /** Of a cleanup, while snapshots go. */
    DELETION("SELECT FROM snapshot WHERE state = 'DELETING'", Duration.ofMillis(200)),
    /** Of a cleanup, while what is dead goes. */
    COLLECTION("SELECT FROM pack WHERE state IN ('CONDEMNED', 'DELETING')", Duration.ofMillis(200)),
    /** Of a cleanup, while packs are rewritten. */
    REWRITING("SELECT FROM session WHERE state = 'OPEN' AND kind = 'COMPACT'", Duration.ofMillis(200)),
    RESTORE_IN_PLACE("", Duration.ofSeconds(1)),
    RESTORE_BESIDE("", Duration.ofSeconds(1));

    private final String begun;
    private final Duration firstGuess;

    Strike(String begun, Duration firstGuess) {
        this.begun = begun;
        this.firstGuess = firstGuess;
    }

    /** What finds something in the catalog from where it begins; empty for the start of the operation. */
    String begun() {
        return begun;
    }

    /** How long it takes, until that is known better. */
    Duration firstGuess() {
        return firstGuess;
    }

    boolean isCleanup() {
        return switch (this) {
            case CLEANUP, DELETION, COLLECTION, REWRITING -> true;
            case CAPTURE, RESTORE_IN_PLACE, RESTORE_BESIDE -> false;
        };
    }
}
