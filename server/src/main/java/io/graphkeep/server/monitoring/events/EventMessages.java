package io.graphkeep.server.monitoring.events;

import com.google.protobuf.Timestamp;
import io.graphkeep.server.catalog.event.EventRow;
import io.graphkeep.v1.Event;
import io.graphkeep.v1.Severity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events as the contract tells them: made once each, whoever gets them. */
final class EventMessages {
    private final EventCursors cursors;

    EventMessages(EventCursors cursors) {
        this.cursors = cursors;
    }

    Event message(EventRow row) {
        var at = row.at().toInstant();
        return Event.newBuilder()
                .setSequence(row.sequence())
                .setCursor(cursors.text(row.sequence()))
                .setEventTime(
                        Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
                .setKind(EventKinds.of(row.kind()))
                .setSeverity(Severity.valueOf("SEVERITY_" + row.severity()))
                .setGraphId(row.graphId() == null ? "" : row.graphId())
                .setGraphUid(text(row.graphUid()))
                .setSnapshotId(text(row.snapshotId()))
                .setTargetId(text(row.targetId()))
                .setRecoveryPointId(text(row.recoveryPointId()))
                .setFailoverId(text(row.failoverId()))
                .setOperationId(text(row.operationId()))
                .setActor(row.actor())
                .setSentence(row.sentence())
                .putAllDetails(row.details())
                .build();
    }

    private static String text(@Nullable UUID id) {
        return id == null ? "" : id.toString();
    }
}
