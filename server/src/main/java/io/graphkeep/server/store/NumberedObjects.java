package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Objects whose names end in a number that grows. */
final class NumberedObjects {
    private static final int MOST_DIGITS = 18;

    private NumberedObjects() {}

    /** The greatest number under a prefix, or 0 where there is none. */
    static long greatest(Backend backend, String prefix) throws IOException {
        var numbers = all(backend, prefix);
        return numbers.isEmpty() ? 0 : numbers.getFirst();
    }

    /** All numbers under a prefix, the greatest first; for objects of which there are few. */
    static List<Long> all(Backend backend, String prefix) throws IOException {
        var numbers = new ArrayList<Long>();
        backend.list(prefix, object -> {
            var number = object.name().value().substring(prefix.length());
            if (number.length() <= MOST_DIGITS && number.chars().allMatch(Character::isDigit)) {
                numbers.add(Long.parseLong(number));
            }
        });
        numbers.sort(Comparator.reverseOrder());
        return numbers;
    }
}
