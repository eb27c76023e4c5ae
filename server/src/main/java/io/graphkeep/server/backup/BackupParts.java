package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.PathPolicy;
import java.time.Clock;

/** The parts of this room that answer callers, built from what they stand on. */
public record BackupParts(
        Graphs graphs,
        GraphDeletion graphDeletion,
        DeleteGraphHandler deleteGraphHandler,
        Snapshots snapshots,
        SnapshotDeletions snapshotDeletions,
        AbandonedCaptures abandonedCaptures,
        SnapshotFiles snapshotFiles,
        Diffs diffs,
        Downloads downloads,
        BackupStats stats,
        Captures captures,
        GraphSchedules schedules,
        ScheduledCaptures scheduledCaptures,
        ScheduledVerifications scheduledVerifications,
        Restores restores,
        Cleanups cleanups,
        Verifications verifications,
        Repairs repairs) {

    /**
     * What the parts stand on.
     *
     * @param node this server process's name among those that share the catalog
     */
    public record Ground(
            Database database,
            Operations operations,
            PathPolicy paths,
            GraphPolicies policies,
            ScheduleDefaults schedules,
            FactLog facts,
            SnapshotRemoval removal,
            SnapshotTrees trees,
            Downloads.Source downloads,
            StoredSums sums,
            EventLog events,
            Ids ids,
            Clock clock,
            String node) {}

    public static BackupParts on(Ground ground) {
        var database = ground.database();
        var policies = ground.policies();
        var clock = ground.clock();
        var nodes = new Nodes(ground.node(), clock);
        var sources = new Sources(ground.paths(), nodes);
        var foreign = new ForeignPlaces();
        var facts = new GraphFacts(ground.facts());
        var events = new BackupEvents(ground.events());
        var schedules = new GraphSchedules(database, ground.schedules(), ground.node(), clock);
        var snapshots = new Snapshots(database, policies, facts, events, clock);
        var abandoned = new AbandonedCaptures(database, events);
        var due = new DueRuns(database, events, clock);
        var verifications = new Verifications(ground.operations());
        return new BackupParts(
                new Graphs(database, policies, sources, foreign, nodes, schedules, facts, events, ground.ids(), clock),
                new GraphDeletion(ground.operations(), policies, events, clock),
                new DeleteGraphHandler(database, ground.removal(), abandoned, facts, events, clock),
                snapshots,
                new SnapshotDeletions(database, snapshots, ground.removal(), policies, facts, events, clock),
                abandoned,
                new SnapshotFiles(database, ground.trees()),
                new Diffs(database, ground.trees(), sources, nodes),
                new Downloads(database, snapshots, ground.downloads()),
                new BackupStats(database, ground.sums()),
                new Captures(database, ground.operations(), sources, nodes, events, ground.ids()),
                schedules,
                new ScheduledCaptures(due, ground.operations(), events, ground.ids()),
                new ScheduledVerifications(due, verifications),
                new Restores(
                        database, ground.operations(), new Destinations(ground.paths(), nodes), foreign, nodes, events),
                new Cleanups(ground.operations(), ground.events(), clock),
                verifications,
                new Repairs(ground.operations()));
    }
}
