package io.graphkeep.server.monitoring.events;

import io.graphkeep.server.catalog.event.EventQuery;
import io.graphkeep.v1.Event;
import io.graphkeep.v1.EventFilter;
import io.graphkeep.v1.EventKind;
import io.graphkeep.v1.Severity;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which events someone gets: those that he asked for, of the graphs that he may see.
 *
 * <p>Who may not see every graph gets no event that concerns none or several. The same choice is made by the catalog, for what is
 * read there, and by {@link #takes}, for what is new.
 */
public final class EventChoice {
    private final EventFilter filter;
    private final Set<EventKind> kinds;
    private final List<String> scopes;
    private final Predicate<String> sees;
    private final String text;

    /**
     * A choice; the filter was checked before.
     *
     * @param scopes graph ids, or {@code prefix*}; empty for every graph
     * @param sees the same as a question
     */
    public EventChoice(EventFilter filter, List<String> scopes, Predicate<String> sees) {
        this.filter = filter;
        this.kinds = filter.getKindsCount() == 0 ? Set.of() : EnumSet.copyOf(filter.getKindsList());
        this.scopes = List.copyOf(scopes);
        this.sees = sees;
        this.text = filter.getText().toLowerCase(Locale.ROOT);
    }

    /** Every event of the log. */
    public static EventChoice everything() {
        return new EventChoice(EventFilter.getDefaultInstance(), List.of(), graph -> true);
    }

    boolean takes(Event event) {
        return maySee(event)
                && (kinds.isEmpty() || kinds.contains(event.getKind()))
                && event.getSeverityValue() >= filter.getMinSeverityValue()
                && is(filter.getGraphId(), event.getGraphId())
                && is(filter.getOperationId(), event.getOperationId())
                && is(filter.getActor(), event.getActor())
                && is(filter.getTargetId(), event.getTargetId())
                && is(filter.getFailoverId(), event.getFailoverId())
                && (text.isEmpty()
                        || event.getSentence().toLowerCase(Locale.ROOT).contains(text));
    }

    /** The same choice for the catalog, of the events with numbers in {@code (after, upTo]}. */
    EventQuery query(long after, long upTo, boolean newestFirst, int limit) {
        var time = filter.getEventTime();
        return new EventQuery(
                after,
                upTo,
                kinds.stream().map(EventKinds::label).toList(),
                severities(),
                scopes,
                text(filter.getGraphId()),
                time.hasStartTime() ? moment(time.getStartTime()) : null,
                time.hasEndTime() ? moment(time.getEndTime()) : null,
                text(filter.getText()),
                id(filter.getOperationId()),
                text(filter.getActor()),
                id(filter.getTargetId()),
                id(filter.getFailoverId()),
                newestFirst,
                limit);
    }

    private boolean maySee(Event event) {
        return scopes.isEmpty() || (!event.getGraphId().isEmpty() && sees.test(event.getGraphId()));
    }

    private List<String> severities() {
        var least = filter.getMinSeverityValue();
        return least == 0
                ? List.of()
                : EnumSet.allOf(Severity.class).stream()
                        .filter(severity -> severity != Severity.UNRECOGNIZED && severity.getNumber() >= least)
                        .map(severity -> severity.name().substring("SEVERITY_".length()))
                        .toList();
    }

    private static boolean is(String wanted, String there) {
        return wanted.isEmpty() || wanted.equalsIgnoreCase(there);
    }

    private static OffsetDateTime moment(com.google.protobuf.Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atOffset(ZoneOffset.UTC);
    }

    private static @Nullable String text(String value) {
        return value.isEmpty() ? null : value;
    }

    private static @Nullable UUID id(String value) {
        return value.isEmpty() ? null : UUID.fromString(value);
    }
}
