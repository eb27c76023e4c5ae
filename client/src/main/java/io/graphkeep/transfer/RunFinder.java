package io.graphkeep.transfer;

/**
 * Finds runs of base64 in a window that slides over text: 65,536 or more bytes of the base64 alphabet right after a quote.
 *
 * <p>It looks at few bytes of ordinary text: a run that begins at a position must also cover the position 65,535 further on,
 * so that one is looked at first, and then those before it, back to the nearest byte that no run can hold.
 */
final class RunFinder {
    /** How many bytes of the alphabet make a run. */
    static final int RUN_BYTES = 1 << 16;

    private static final boolean[] ALPHABET = alphabet();

    /** Start of the stretch in hand; no run begins before it. */
    private int start;
    /** The stretch is of the alphabet up to here. */
    private int known;
    /** Whether a quote stands right before the stretch. */
    private boolean quoted;

    private static boolean[] alphabet() {
        var alphabet = new boolean[256];
        for (var i = 0; i < 64; i++) {
            alphabet[Base64Text.character(i)] = true;
        }
        return alphabet;
    }

    /** Begins anew at a position before which no quote counts. */
    void restart(int position) {
        start = position;
        known = position;
        quoted = false;
    }

    /** The window's content moved towards its start by so many bytes. */
    void slide(int by) {
        start -= by;
        known -= by;
    }

    /** Looks at what is known up to the limit: whether a run begins at {@link #start}. */
    boolean find(byte[] window, int limit) {
        while (true) {
            var probe = Math.min(start + RUN_BYTES, limit);
            var at = probe - 1;
            while (at >= known && ALPHABET[window[at] & 0xFF]) {
                at--;
            }
            if (at >= known) {
                begin(window, at);
                continue;
            }
            known = probe;
            if (known - start < RUN_BYTES) {
                return false;
            }
            if (quoted) {
                return true;
            }
            while (known < limit && ALPHABET[window[known] & 0xFF]) {
                known++;
            }
            start = known;
            if (known == limit) {
                return false;
            }
            begin(window, known);
        }
    }

    /** Where the run begins that was found, or might still begin. */
    int start() {
        return start;
    }

    /** How far the text is known to hold no run, short of one that was found. */
    int safe(int limit) {
        return quoted ? start : limit;
    }

    private void begin(byte[] window, int breaker) {
        quoted = window[breaker] == '"';
        start = breaker + 1;
        known = start;
    }
}
