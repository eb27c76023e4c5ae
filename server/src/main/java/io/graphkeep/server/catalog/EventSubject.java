package io.graphkeep.server.catalog;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event is about: any of the things that it names, or none. */
public record EventSubject(
        @Nullable UUID graphUid,
        @Nullable String graphId,
        @Nullable UUID snapshotId,
        @Nullable UUID targetId,
        @Nullable UUID recoveryPointId,
        @Nullable UUID failoverId,
        @Nullable UUID operationId) {
    public static final EventSubject NONE = new EventSubject(null, null, null, null, null, null, null);

    public EventSubject graph(@Nullable UUID uid, @Nullable String id) {
        return new EventSubject(uid, id, snapshotId, targetId, recoveryPointId, failoverId, operationId);
    }

    public EventSubject snapshot(@Nullable UUID id) {
        return new EventSubject(graphUid, graphId, id, targetId, recoveryPointId, failoverId, operationId);
    }

    public EventSubject target(@Nullable UUID id) {
        return new EventSubject(graphUid, graphId, snapshotId, id, recoveryPointId, failoverId, operationId);
    }

    public EventSubject recoveryPoint(@Nullable UUID id) {
        return new EventSubject(graphUid, graphId, snapshotId, targetId, id, failoverId, operationId);
    }

    public EventSubject failover(@Nullable UUID id) {
        return new EventSubject(graphUid, graphId, snapshotId, targetId, recoveryPointId, id, operationId);
    }

    public EventSubject operation(@Nullable UUID id) {
        return new EventSubject(graphUid, graphId, snapshotId, targetId, recoveryPointId, failoverId, id);
    }
}
