package io.graphkeep.cli;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Timestamps;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.Event;
import io.graphkeep.v1.EventFilter;
import io.graphkeep.v1.ListEventsRequest;
import io.graphkeep.v1.ListEventsResponse;
import io.graphkeep.v1.Severity;
import io.graphkeep.v1.SortOrder;
import io.graphkeep.v1.TimeRange;
import io.graphkeep.v1.WatchEventsRequest;
import io.graphkeep.v1.WatchEventsResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        description = {
            "Show what happened: who changed what, what succeeded and failed, what became of the health of each part.",
            "",
            "  graphkeep events                                    the newest 50",
            "  graphkeep events --since 2h --severity warning      what went wrong in the last two hours",
            "  graphkeep events --follow --graph books             what happens to books, as it happens",
            "  graphkeep events --follow -o json                   the same of everything, for a program: an object a"
                    + " line",
            "",
            "Following goes on by itself after the server was away, and misses nothing. A program that ends keeps the"
                    + " \"cursor\"",
            "of the last event that it has dealt with, and begins there with --from-cursor.",
            ""
        })
final class EventsCommand extends ServerCommand {
    private static final int PAGE = 500;

    /** The levels, from routine to danger. */
    enum Level {
        info,
        notice,
        warning,
        error,
        critical
    }

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as things happen, until Ctrl-C.")
    boolean follow;

    @Option(
            names = {"-g", "--graph"},
            paramLabel = "GRAPH",
            description = "Only events of this graph.")
    String graph = "";

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description =
                    "Only events of this kind, such as snapshot-failed, or of all that begin so, such as snapshot;"
                            + " may be repeated.")
    List<String> kinds = List.of();

    @Option(
            names = "--severity",
            paramLabel = "LEVEL",
            description = "Only events as bad as this, or worse: ${COMPLETION-CANDIDATES}.")
    @Nullable
    Level severity;

    @Option(names = "--text", paramLabel = "TEXT", description = "Only events whose sentence holds this.")
    String text = "";

    @Option(names = "--operation", paramLabel = "ID", description = "Only events of this operation.")
    String operation = "";

    @Option(
            names = "--since",
            paramLabel = "SPAN",
            converter = Spans.class,
            description = "Only what happened within this time, such as 30m, 6h or 7d; all of it.")
    @Nullable
    Duration since;

    @Option(
            names = "--from-cursor",
            paramLabel = "CURSOR",
            description = "Follow from after this event: the cursor of it, from an answer in JSON.")
    String cursor = "";

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "50",
            description = "The newest so many, where --since does not say (default: ${DEFAULT-VALUE}).")
    int limit = 50;

    EventsCommand(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        if (!cursor.isEmpty() && (!follow || since != null)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--from-cursor goes with --follow, and not with --since.",
                    "See graphkeep events --help.");
        }
        if (!follow) {
            show(since == null ? newest(client) : since(client, event -> {}));
            return ExitCode.DONE;
        }
        follow(client, begin(client));
        return ExitCode.DONE;
    }

    /** What is shown before following begins is read from the log; where it ends, following begins. */
    private WatchEventsRequest begin(GraphkeepClient client) {
        var request = WatchEventsRequest.newBuilder().setFilter(filter().clearEventTime());
        if (since == null) {
            return request.setCursor(cursor).build();
        }
        var anchor = client.monitoring()
                .listEvents(ListEventsRequest.newBuilder().setPageSize(1).build());
        var shown = since(client, this::line);
        if (shown.getEventsCount() > 0) {
            return request.setCursor(shown.getEvents(shown.getEventsCount() - 1).getCursor())
                    .build();
        }
        return anchor.getEventsCount() > 0
                ? request.setCursor(anchor.getEvents(0).getCursor()).build()
                : request.setFromStart(true).build();
    }

    private void follow(GraphkeepClient client, WatchEventsRequest request) {
        var loss = new Loss(context().err(), "nothing is missing", output.quiet || output.isJson());
        Consumer<WatchEventsResponse> each = message -> {
            loss.isBack();
            if (message.hasEvent()) {
                line(message.getEvent());
            }
        };
        client.followEvents(request, each, loss::lost);
    }

    private ListEventsResponse newest(GraphkeepClient client) {
        var all = ListEventsResponse.newBuilder();
        var request = ListEventsRequest.newBuilder().setFilter(filter());
        do {
            var page = client.monitoring()
                    .listEvents(request.setPageSize(Math.min(PAGE, limit - all.getEventsCount()))
                            .build());
            all.addAllEvents(page.getEventsList());
            request.setPageToken(page.getNextPageToken());
        } while (!request.getPageToken().isEmpty() && all.getEventsCount() < limit);
        var events = new ArrayList<>(all.getEventsList());
        Collections.reverse(events);
        return all.clearEvents().addAllEvents(events).build();
    }

    private ListEventsResponse since(GraphkeepClient client, Consumer<Event> each) {
        var all = ListEventsResponse.newBuilder();
        var request = ListEventsRequest.newBuilder()
                .setFilter(filter())
                .setPageSize(PAGE)
                .setOrder(SortOrder.SORT_ORDER_OLDEST_FIRST);
        do {
            var page = client.monitoring().listEvents(request.build());
            page.getEventsList().forEach(each);
            all.addAllEvents(page.getEventsList());
            request.setPageToken(page.getNextPageToken());
        } while (!request.getPageToken().isEmpty());
        return all.build();
    }

    private void show(ListEventsResponse events) {
        if (output.isJson()) {
            output.json(streams(), events);
            return;
        }
        var table = EventText.table();
        events.getEventsList().forEach(event -> EventText.row(table, event));
        output.lines(streams(), table);
        next("To see what happens as it happens: graphkeep events --follow");
    }

    private void line(Event event) {
        if (output.isJson()) {
            output.jsonLine(streams(), event);
        } else {
            say(EventText.line(event));
        }
    }

    private EventFilter.Builder filter() {
        var filter = EventFilter.newBuilder().setGraphId(graph).setText(text).setOperationId(operation);
        kinds.forEach(kind -> filter.addAllKinds(Kinds.of(kind)));
        if (severity != null) {
            filter.setMinSeverity(Severity.valueOf("SEVERITY_" + severity.name().toUpperCase(Locale.ROOT)));
        }
        if (since != null) {
            var from = Instant.now().minusSeconds(since.getSeconds());
            filter.setEventTime(TimeRange.newBuilder().setStartTime(Timestamps.fromMillis(from.toEpochMilli())));
        }
        return filter;
    }
}
