package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;

/** Objects whose names end in a number that grows. */
final class NumberedObjects {
    private static final int MOST_DIGITS = 18;

    private NumberedObjects() {}

    /** The greatest number under a prefix, or 0 where there is none. */
    static long greatest(Backend backend, String prefix) throws IOException {
        var greatest = new long[1];
        backend.list(prefix, object -> {
            var number = object.name().value().substring(prefix.length());
            if (number.length() <= MOST_DIGITS && number.chars().allMatch(Character::isDigit)) {
                greatest[0] = Math.max(greatest[0], Long.parseLong(number));
            }
        });
        return greatest[0];
    }
}
