package io.graphkeep.server.store.backend;

import java.util.regex.Pattern;

/**
 * The name of an object: lower-case letters, digits and hyphens in components joined by slashes.
 *
 * <p>That little is a path on every file system and a key in every object store, and no name can climb out of the store.
 */
public record ObjectName(String value) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*){0,3}");
    private static final int LONGEST = 200;

    public ObjectName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Not the name of an object: " + value);
        }
    }

    /** Whether an object can have this name. */
    public static boolean isValid(String value) {
        return value.length() <= LONGEST && VALID.matcher(value).matches();
    }

    /** The last component: what tells it from its siblings. */
    public String last() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
