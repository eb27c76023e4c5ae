package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.catalog.restore.RestoreRow;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is written down of a restore whose content is in its place: where the old content lies, and until when. */
public final class FinishedRestores {
    private final EventLog events;
    private final Duration keep;
    private final String node;
    private final Clock clock;

    /**
     * The records of one server process.
     *
     * @param keep how long old content is kept where the request does not say
     */
    public FinishedRestores(EventLog events, Duration keep, String node, Clock clock) {
        this.events = events;
        this.keep = keep;
        this.node = node;
        this.clock = clock;
    }

    String node() {
        return node;
    }

    /** The row of a restore that has just been swapped in. */
    RestoreRow row(
            UUID restore,
            UUID graph,
            UUID snapshot,
            RestoreSnapshotRequest request,
            Destination destination,
            Destination.Swap swap)
            throws IOException {
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        var aside = destination.keepsOld() ? destination.asidePath().toString() : null;
        return new RestoreRow(
                restore,
                graph,
                snapshot,
                node,
                destination.path().toString(),
                aside,
                swap.name(),
                now,
                aside == null ? null : releaseAt(request, now),
                null);
    }

    /** Writes it down, and that its hidden directory is there no more. */
    void write(Transaction tx, RestoreRow row, String actor, String what) {
        var restores = tx.mapper(RestoreMapper.class);
        restores.insert(row);
        restores.dropDirectory(row.operationId());
        var graph = tx.mapper(GraphMapper.class).findByUid(row.graphUid());
        var event = Event.of(
                        EventKind.RESTORE_FINISHED,
                        actor,
                        "Graph " + (graph == null ? row.graphUid() : graph.id()) + " was restored: " + what + ".")
                .snapshot(row.snapshotId())
                .operation(row.operationId());
        events.append(tx, graph == null ? event : event.graph(graph.uid(), graph.id()));
    }

    private @Nullable OffsetDateTime releaseAt(RestoreSnapshotRequest request, OffsetDateTime now) {
        if (!request.hasKeepAside()) {
            return now.plus(keep);
        }
        var seconds = request.getKeepAside().getSeconds();
        return seconds == 0 ? null : now.plusSeconds(seconds);
    }
}
