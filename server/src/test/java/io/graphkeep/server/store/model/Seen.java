package io.graphkeep.server.store.model;

import java.util.Arrays;

/** The states that were reached, in the order in which they were, each with the one before it. */
final class Seen {
    private static final int AT_FIRST = 1 << 16;

    private long[] low = new long[AT_FIRST];
    private long[] high = new long[AT_FIRST];
    private int[] before = new int[AT_FIRST];
    private int[] slots = new int[2 * AT_FIRST];
    private int size;

    /** Adds a state that was not reached before. */
    void add(State state, int from) {
        var one = state.low();
        var other = state.high();
        var slot = slot(one, other);
        if (slots[slot] != 0) {
            return;
        }
        if (size == low.length) {
            grow();
            slot = slot(one, other);
        }
        low[size] = one;
        high[size] = other;
        before[size] = from;
        slots[slot] = ++size;
    }

    int size() {
        return size;
    }

    State get(int at) {
        return State.of(low[at], high[at]);
    }

    int before(int at) {
        return before[at];
    }

    private int slot(long one, long other) {
        var mixed = (one * 31 + other) * 0x9E3779B97F4A7C15L;
        var slot = (int) (mixed >>> 32) & slots.length - 1;
        while (slots[slot] != 0 && (low[slots[slot] - 1] != one || high[slots[slot] - 1] != other)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private void grow() {
        low = Arrays.copyOf(low, 2 * size);
        high = Arrays.copyOf(high, 2 * size);
        before = Arrays.copyOf(before, 2 * size);
        slots = new int[4 * size];
        for (var i = 0; i < size; i++) {
            slots[slot(low[i], high[i])] = i + 1;
        }
    }
}
