package io.graphkeep.server;

import io.graphkeep.server.backup.AbandonedRestores;
import io.graphkeep.server.backup.BackupParts;
import io.graphkeep.server.backup.CaptureHandler;
import io.graphkeep.server.backup.CaptureLimits;
import io.graphkeep.server.backup.CleanupHandler;
import io.graphkeep.server.backup.CleanupStanding;
import io.graphkeep.server.backup.Downloads;
import io.graphkeep.server.backup.DueReleases;
import io.graphkeep.server.backup.FactLog;
import io.graphkeep.server.backup.FinishedRestores;
import io.graphkeep.server.backup.Garbage;
import io.graphkeep.server.backup.GraphPolicies;
import io.graphkeep.server.backup.ReleaseRestoreHandler;
import io.graphkeep.server.backup.RepairHandler;
import io.graphkeep.server.backup.RestoreHandler;
import io.graphkeep.server.backup.RestorePlaces;
import io.graphkeep.server.backup.ScheduleDefaults;
import io.graphkeep.server.backup.Scrubs;
import io.graphkeep.server.backup.SnapshotTrees;
import io.graphkeep.server.backup.SteadyClock;
import io.graphkeep.server.backup.StoredSums;
import io.graphkeep.server.backup.StoredTree;
import io.graphkeep.server.backup.VerifyGround;
import io.graphkeep.server.backup.VerifyLimits;
import io.graphkeep.server.backup.VerifySnapshotHandler;
import io.graphkeep.server.backup.VerifyStoreHandler;
import io.graphkeep.server.backup.download.DownloadMemory;
import io.graphkeep.server.backup.reading.ReadRate;
import io.graphkeep.server.backup.receive.ReceivingRoom;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.config.NetworkConfig;
import io.graphkeep.server.config.ServerConfig;
import io.graphkeep.server.config.Switch;
import io.graphkeep.server.config.VerifyConfig;
import io.graphkeep.server.operations.Handlers;
import io.graphkeep.server.operations.OperationEngine;
import io.graphkeep.server.security.PathPolicy;
import io.graphkeep.server.store.Collected;
import io.graphkeep.server.store.CollectionLimits;
import io.graphkeep.server.store.CompactionLimits;
import io.graphkeep.server.store.StateRecords;
import io.graphkeep.server.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The room of graphs and snapshots over an open store: gives the queue its handlers, and is looked after now and then. */
record BackupRoom(
        BackupParts parts,
        ReceivingRoom receiving,
        boolean capturesByItself,
        AbandonedRestores abandonedRestores,
        Duration cleanupInterval,
        CleanupStanding cleanups,
        SteadyClock steady,
        Scrubs scrubs,
        Database database,
        Clock clock) {
    private static final Duration RELEASE = Duration.ofMinutes(5);
    private static final Duration DUE = Duration.ofSeconds(2);
    private static final Duration LEFT = Duration.ofMinutes(1);
    private static final Duration CLOCK = Duration.ofMinutes(1);

    /** How often it is looked whether a cleanup is due: an interval that began before a restart goes on. */
    private static final Duration CLEANUP_DUE = Duration.ofMinutes(5);

    static BackupRoom build(
            ServerConfig config,
            Store store,
            Database database,
            EventLog events,
            OperationEngine engine,
            Handlers handlers,
            Ids ids,
            Clock clock) {
        var operations = engine.operations();
        var paths = paths(config);
        var policies = new GraphPolicies(config.retention().protectedDays());
        var defaults = new ScheduleDefaults(
                config.switches().isOn(Switch.BACKUP),
                config.schedules().backup(),
                config.schedules().timeZone());
        var places = new RestorePlaces(paths);
        var finished = new FinishedRestores(events, config.work().restoreKeep(), config.node(), clock);
        var limits = new CaptureLimits(
                config.work().captureWorkers(),
                config.work().captureMemory(),
                new ReadRate(config.work().captureReadRate()));
        handlers.register(new CaptureHandler(store, database, events, policies, paths, limits, ids, clock));
        handlers.register(new RestoreHandler(store, database, events, places, finished));
        handlers.register(new ReleaseRestoreHandler(database, events, clock));
        var verify = new VerifyLimits(
                config.verify().workers(), new ReadRate(config.verify().readRate()));
        SnapshotTrees trees = snapshot -> new StoredTree(store.openRead(snapshot));
        var ground = new VerifyGround(store, database, verify, trees, events, clock);
        handlers.register(new VerifySnapshotHandler(ground));
        handlers.register(new VerifyStoreHandler(ground));
        handlers.register(new RepairHandler(store, database, verify, limits, paths, events, ids, clock, config.node()));
        var steady = new SteadyClock(database, clock, new SystemUptime(ids), config.node());
        handlers.register(new CleanupHandler(
                database,
                store::deleteSnapshot,
                garbage(store),
                policies,
                new CleanupHandler.Rules(
                        config.retention().days(),
                        config.schedules().timeZone(),
                        config.cleanup().percent() / 100.0,
                        config.cleanup().floorBytes(),
                        new CompactionLimits(
                                config.cleanup().deadPercent() / 100.0,
                                config.cleanup().spread())),
                steady,
                events,
                clock));
        var parts = BackupParts.on(new BackupParts.Ground(
                database,
                operations,
                paths,
                policies,
                defaults,
                facts(store.records()),
                store::deleteSnapshot,
                trees,
                new Downloads.Source(
                        store::openReadInOrder, new DownloadMemory(config.work().downloadMemory())),
                new StoredSums(store::heldBy, store::status),
                events,
                ids,
                clock,
                config.node()));
        handlers.register(parts.deleteGraphHandler());
        var receiving = ReceivingRoom.build(
                store,
                database,
                engine.attended(),
                handlers,
                policies,
                events,
                ids,
                clock,
                config.home().spool(),
                config.work().pushKeep());
        return new BackupRoom(
                parts,
                receiving,
                defaults.on(),
                new AbandonedRestores(database, places, finished),
                config.cleanup().interval(),
                new CleanupStanding(database, config.cleanup().interval(), clock),
                steady,
                new Scrubs(database, parts.verifications(), pace(config.verify()), clock),
                database,
                clock);
    }

    private static Scrubs.Pace pace(VerifyConfig config) {
        return new Scrubs.Pace(config.scrubInterval(), config.scrubPeriod(), config.scrubReadRate());
    }

    /** What must be done now and then. What an earlier process left is looked at soon, and does not hold up the start. */
    void schedule(Chores chores) {
        chores.every(
                RELEASE,
                "release what restores have kept long enough",
                new DueReleases(database, parts.restores(), steady, clock)::begin);
        chores.soonAndEvery(CLOCK, "look at the clock", steady::witness);
        chores.every(
                cleanupInterval.compareTo(CLEANUP_DUE) < 0 ? cleanupInterval : CLEANUP_DUE,
                "start a cleanup",
                () -> database.inTransaction(transaction -> {
                    parts.cleanups().startDue(transaction, cleanupInterval);
                    return true;
                }));
        chores.soonAndEvery(LEFT, "bring schedules in step", parts.schedules()::bringInStep);
        chores.soonAndEvery(DUE, "start the verifications that are due", parts.scheduledVerifications()::startDue);
        if (capturesByItself) {
            chores.soonAndEvery(DUE, "start the captures that are due", parts.scheduledCaptures()::startDue);
        }
        chores.every(RELEASE, "add up what graphs hold", parts.stats()::refresh);
        chores.soonAndEvery(LEFT, "start a scrub", scrubs::startDue);
        chores.soonAndEvery(LEFT, "end the deletions that were interrupted", parts.snapshotDeletions()::finishLeft);
        chores.soonAndEvery(LEFT, "end what clients began to send and left", receiving.abandoned()::settle);
        chores.soonAndEvery(LEFT, "settle captures that were given up", parts.abandonedCaptures()::settle);
        chores.soonAndEvery(LEFT, "clear away what restores have left", abandonedRestores::clear);
    }

    /** The server's own places are nobody's source and nobody's destination. */
    private static PathPolicy paths(ServerConfig config) {
        var own = new ArrayList<>(List.of(
                config.home().directory(),
                config.store().url().directory(),
                config.store().keyFile()));
        Optional.ofNullable(config.network().tls()).map(NetworkConfig.Tls::key).ifPresent(own::add);
        Optional.ofNullable(config.access().adminTokenFile()).ifPresent(own::add);
        List<Path> roots = config.access().roots();
        return new PathPolicy(roots, own, config.network().listen().isLoopback());
    }

    private static Garbage garbage(Store store) {
        return new Garbage() {
            @Override
            public Surveyed survey(Runnable betweenSteps) {
                return store.survey(betweenSteps)::collect;
            }

            @Override
            public Collected wouldCollect(Set<UUID> gone, CollectionLimits limits, Runnable betweenSteps) {
                return store.wouldCollect(gone, limits, betweenSteps);
            }
        };
    }

    private static FactLog facts(StateRecords records) {
        return new FactLog() {
            @Override
            public void append(Transaction transaction, String subject, io.graphkeep.format.v1.StateRecord fact) {
                records.append(transaction, subject, fact);
            }

            @Override
            public void putPending() {
                records.putPending();
            }
        };
    }
}
