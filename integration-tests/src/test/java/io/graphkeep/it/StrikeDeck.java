package io.graphkeep.it;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Which operation is struck next, and how long after its start.
 *
 * <p>Of six rounds two strike a capture and two a cleanup. The time is drawn evenly from all that
 * an operation of the kind takes, which is learnt from hits and misses: about one in five comes too late.
 */
final class StrikeDeck {
    private static final double LONGER_AFTER_A_HIT = 1.15;
    private static final double SHORTER_AFTER_A_MISS = 0.55;

    private final Random random;
    private final List<Strike> left = new ArrayList<>();
    private final Map<Strike, Double> reach = new EnumMap<>(Strike.class);

    StrikeDeck(Random random) {
        this.random = random;
    }

    Strike next() {
        if (left.isEmpty()) {
            left.addAll(List.of(Strike.values()));
            left.add(Strike.CAPTURE);
            Collections.shuffle(left, random);
        }
        return left.removeLast();
    }

    /** How long the operation is let live. */
    long nanos(Strike kind) {
        return (long) (random.nextDouble() * reach(kind));
    }

    void learn(Strike kind, String at) {
        if (!at.equals(DeadServer.TOO_EARLY)) {
            var factor = at.equals(DeadServer.TOO_LATE) ? SHORTER_AFTER_A_MISS : LONGER_AFTER_A_HIT;
            reach.put(kind, reach(kind) * factor);
        }
    }

    private double reach(Strike kind) {
        return reach.getOrDefault(kind, (double) kind.firstGuess().toNanos());
    }
}
