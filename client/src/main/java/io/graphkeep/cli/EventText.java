package io.graphkeep.cli;

import io.graphkeep.v1.Event;
import java.util.Locale;

/** Events as a person reads them. */
final class EventText {
    private EventText() {}

    static Table table() {
        return new Table(Human.inZone("TIME"), "SEVERITY", "KIND", "GRAPH", "WHO", "WHAT");
    }

    static void row(Table table, Event event) {
        table.row(
                Human.time(event.hasEventTime(), event.getEventTime()),
                Human.word("SEVERITY_", event.getSeverity()),
                Human.word("EVENT_KIND_", event.getKind()),
                event.getGraphId().isEmpty() ? "-" : event.getGraphId(),
                event.getActor(),
                event.getSentence());
    }

    /** One line that stands alone, since nobody knows what comes after it. */
    static String line(Event event) {
        return String.format(
                Locale.ROOT,
                "%s  %-8s  %-22s  %s",
                Human.time(event.hasEventTime(), event.getEventTime()),
                Human.word("SEVERITY_", event.getSeverity()),
                Human.word("EVENT_KIND_", event.getKind()),
                Table.visible(event.getSentence()));
    }
}
