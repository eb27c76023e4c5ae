package io.graphkeep.server.config;

import java.util.List;

/**
 * What is known of a key whatever its value is.
 *
 * @param otherwise the default as the operator would write it, or in words; empty where there is none
 */
public record KeyFacts(String name, String otherwise, boolean isSecret, String meaning) {

    /** Every key, in the order of the reference page. */
    public static List<KeyFacts> all() {
        return Keys.ALL.stream().map(KeyFacts::of).toList();
    }

    private static KeyFacts of(Key<?> key) {
        var text = key.defaultText();
        return new KeyFacts(key.name(), text == null ? key.defaultTold() : text, key.isSecret(), key.meaning());
    }
}
