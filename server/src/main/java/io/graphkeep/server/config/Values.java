package io.graphkeep.server.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values in force, each under its key. A key whose text was bad has its default, and is known as bad. */
final class Values {
    private final Map<Key<?>, Object> values = new HashMap<>();
    private final Set<Key<?>> bad = new HashSet<>();

    <T> void put(Key<T> key, T value) {
        values.put(key, value);
    }

    void markBad(Key<?> key) {
        bad.add(key);
    }

    boolean isBad(Key<?> key) {
        return bad.contains(key);
    }

    /** The value, or null where the key is not set and has no default. */
    @SuppressWarnings("unchecked") // put() is the only way in, and it ties the value's type to the key's.
    <T> @Nullable T find(Key<T> key) {
        return (T) values.get(key);
    }

    /** The value of a key that has a default. */
    <T> T get(Key<T> key) {
        var value = find(key);
        if (value == null) {
            throw new IllegalStateException(key.name() + " has no default and is not set.");
        }
        return value;
    }
}
