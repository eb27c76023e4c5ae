package io.graphkeep.cli;

import io.graphkeep.client.ConnectionSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connections that were given names, and which of them is in use.
 *
 * <p>Immutable: each change gives the contexts as they are after it, to be saved.
 */
final class Contexts {
    static final Contexts NONE = new Contexts(null, Map.of());

    private final @Nullable String used;
    private final Map<String, ConnectionSettings> named;

    Contexts(@Nullable String used, Map<String, ConnectionSettings> named) {
        this.used = used;
        this.named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /** The name of the one in use; null where none is. */
    @Nullable
    String used() {
        return used;
    }

    /** All of them, in the order in which they were added. */
    Map<String, ConnectionSettings> named() {
        return named;
    }

    Optional<ConnectionSettings> find(String name) {
        return Optional.ofNullable(named.get(name));
    }

    /** The one of this name, which must be there. */
    ConnectionSettings get(String name) {
        return find(name)
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.NOT_FOUND,
                        "There is no context " + name + ".",
                        named.isEmpty()
                                ? "Make one with: graphkeep context add " + name
                                        + " --server HOST:PORT --token-file FILE"
                                : "There are: " + String.join(", ", named.keySet())));
    }

    /** With one more, or another one of the name. */
    Contexts with(String name, ConnectionSettings settings) {
        var more = new LinkedHashMap<>(named);
        more.put(name, settings);
        return new Contexts(used, more);
    }

    /** With this one in use; null for none. */
    Contexts using(@Nullable String name) {
        if (name != null) {
            get(name);
        }
        return new Contexts(name, named);
    }

    Contexts without(String name) {
        get(name);
        var fewer = new LinkedHashMap<>(named);
        fewer.remove(name);
        return new Contexts(name.equals(used) ? null : used, fewer);
    }
}
