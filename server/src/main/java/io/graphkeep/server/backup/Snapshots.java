package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotQuery;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.Hold;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.UpdateSnapshotRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of graphs, as people see and name them: shown, labelled, held. Their content never changes.
 *
 * <p>Changes happen in the caller's transaction, with their event and their state records; {@link #settle} is called once it
 * has committed, before anyone is answered.
 */
public final class Snapshots {
    private final Database database;
    private final GraphPolicies policies;
    private final GraphFacts facts;
    private final BackupEvents events;
    private final Clock clock;

    Snapshots(Database database, GraphPolicies policies, GraphFacts facts, BackupEvents events, Clock clock) {
        this.database = database;
        this.policies = policies;
        this.facts = facts;
        this.events = events;
        this.clock = clock;
    }

    /** One snapshot by its id, or {@code latest} of a graph. */
    public Snapshot get(Principal caller, String id, String graphId, boolean partial) {
        return database.read(
                transaction -> shown(transaction, Lookups.snapshot(transaction, id, graphId, partial, caller)));
    }

    /** The uid of the graph that a list is restricted to. */
    public UUID graphUid(Principal caller, String graphId) {
        return database.read(
                transaction -> Lookups.graph(transaction, graphId, caller).uid());
    }

    /** A page of snapshots by cut time. */
    public List<Snapshot> list(SnapshotQuery query) {
        return database.read(transaction -> {
            var rows = transaction.mapper(SnapshotMapper.class).list(query);
            if (rows.isEmpty()) {
                return List.<Snapshot>of();
            }
            var uids = rows.stream().map(SnapshotRow::graphUid).collect(Collectors.toSet());
            var periods = transaction.mapper(GraphMapper.class).findAll(uids).stream()
                    .collect(Collectors.toMap(GraphRow::uid, this::period));
            var now = OffsetDateTime.now(clock);
            return rows.stream()
                    .map(row -> SnapshotMessages.message(row, periods.getOrDefault(row.graphUid(), Duration.ZERO), now))
                    .toList();
        });
    }

    /** A snapshot as callers see it. */
    public Snapshot shown(Transaction transaction, SnapshotRow row) {
        return SnapshotMessages.message(row, period(Lookups.graphOf(transaction, row)), OffsetDateTime.now(clock));
    }

    /** Changes labels, description or hold, as the mask names them. */
    public Snapshot update(Transaction transaction, Principal caller, UpdateSnapshotRequest request) {
        var asked = request.getSnapshot();
        var named = Lookups.snapshot(transaction, asked.getSnapshotId(), asked.getGraphId(), false, caller);
        var fields = request.getUpdateMask().getPathsList();
        requireMay(caller, named, fields);
        var row = Lookups.lockedSnapshot(transaction, named);
        Etags.require(request.getEtag(), row.id(), row.version(), "snapshot");
        requireSettled(transaction, row);
        var mapper = transaction.mapper(SnapshotMapper.class);
        if (fields.contains("labels")) {
            mapper.updateLabels(row.id(), asked.getLabelsMap());
        }
        if (fields.contains("description")) {
            mapper.updateDescription(row.id(), asked.getDescription());
        }
        if (fields.contains("hold")) {
            hold(transaction, row, asked.hasHold() ? asked.getHold() : null, caller);
        }
        var after = Lookups.lockedSnapshot(transaction, row);
        if (fields.contains("labels")) {
            facts.labels(transaction, after);
        }
        if (fields.contains("description")) {
            facts.description(transaction, after);
        }
        if (fields.contains("labels") || fields.contains("description")) {
            events.snapshotUpdated(transaction, after, caller.name(), String.join(",", fields));
        }
        return shown(transaction, after);
    }

    /** Puts what committed changes must tell the store; before their caller is answered. */
    public void settle() {
        facts.putPending();
    }

    private void hold(Transaction transaction, SnapshotRow row, @Nullable Hold hold, Principal caller) {
        var mapper = transaction.mapper(SnapshotMapper.class);
        if (hold == null) {
            mapper.updateHold(row.id(), null, null, null, null);
        } else {
            var until = hold.hasExpireTime() ? Moments.of(hold.getExpireTime()) : null;
            mapper.updateHold(row.id(), hold.getReason(), caller.name(), OffsetDateTime.now(clock), until);
        }
        var after = Lookups.lockedSnapshot(transaction, row);
        facts.hold(transaction, after);
        if (hold == null) {
            events.snapshotReleased(transaction, after, caller.name());
            return;
        }
        events.snapshotHeld(transaction, after, caller.name(), hold.getReason());
    }

    /** An agent changes labels and description of what it pushed itself, and nothing else. */
    private static void requireMay(Principal caller, SnapshotRow row, List<String> fields) {
        if (caller.mayUse(Role.OPERATOR)) {
            return;
        }
        if (fields.contains("hold")) {
            throw new GraphkeepException(
                            Reason.PERMISSION_DENIED, "An agent places no holds and releases none: an operator does.")
                    .with("required_role", "operator");
        }
        if (!row.createdBy().equals(caller.name())) {
            throw new GraphkeepException(
                            Reason.PERMISSION_DENIED,
                            "Snapshot " + row.id() + " was made by another: an agent changes only its own.")
                    .with("required_role", "operator");
        }
    }

    private static void requireSettled(Transaction transaction, SnapshotRow row) {
        if (row.state().equals("CREATING") || row.state().equals("DELETING")) {
            throw new GraphkeepException(
                            Reason.SNAPSHOT_NOT_READY,
                            "Snapshot " + row.id() + " is " + row.state() + " and cannot be changed.")
                    .with("snapshot_id", row.id().toString());
        }
        if (Lookups.graphOf(transaction, row).isDeleting()) {
            throw new GraphkeepException(
                            Reason.SNAPSHOT_NOT_READY,
                            "Snapshot " + row.id() + " is being deleted with its graph " + row.graphId() + ".")
                    .with("snapshot_id", row.id().toString());
        }
    }

    private Duration period(GraphRow graph) {
        return policies.protectedPeriod(graph);
    }
}
