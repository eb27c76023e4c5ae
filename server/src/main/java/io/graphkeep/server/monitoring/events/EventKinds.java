package io.graphkeep.server.monitoring.events;

import io.graphkeep.v1.EventKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of events under their two names: {@code snapshot.completed} in the log, {@code EVENT_KIND_SNAPSHOT_COMPLETED} in the contract. */
final class EventKinds {
    private static final String PREFIX = "EVENT_KIND_";
    private static final Map<String, EventKind> BY_NAME = Arrays.stream(EventKind.values())
            .collect(Collectors.toUnmodifiableMap(EventKind::name, Function.identity()));
    private static final Map<EventKind, String> LABELS = Arrays.stream(io.graphkeep.server.catalog.EventKind.values())
            .collect(Collectors.toUnmodifiableMap(
                    kind -> of(kind.label()), io.graphkeep.server.catalog.EventKind::label));

    private EventKinds() {}

    /** The kind of this name in the log; UNSPECIFIED for one of a newer server. */
    static EventKind of(String label) {
        return BY_NAME.getOrDefault(
                PREFIX + label.toUpperCase(Locale.ROOT).replace('.', '_'), EventKind.EVENT_KIND_UNSPECIFIED);
    }

    /** The kind's name in the log; one that no event has for a kind that this server does not write. */
    static String label(EventKind kind) {
        return LABELS.getOrDefault(kind, "");
    }
}
