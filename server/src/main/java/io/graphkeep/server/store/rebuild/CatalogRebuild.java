package io.graphkeep.server.store.rebuild;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.errors.StartRefused;
import io.graphkeep.server.store.Findings;
import io.graphkeep.server.store.MasterKeyFile;
import io.graphkeep.server.store.ReadingProgress;
import io.graphkeep.server.store.StoreContents;
import io.graphkeep.server.store.backend.Backend;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes an empty catalog of a store, or brings an older one up to it: one procedure, which enters what the catalog lacks.
 *
 * <p>It refuses while a server lives on the catalog, and begins by taking the store over, so that one which has the store with
 * another catalog writes no more. Until it has ended the catalog says
 * that it has not, and no server starts on it. Ended by force anywhere, it is begun again and comes to the same end.
 */
public final class CatalogRebuild {
    private static final String REBUILD = "REBUILD";
    private static final String RECONCILE = "RECONCILE";

    private final Database database;
    private final Backend backend;
    private final MasterKeyFile keyFile;
    private final EventLog events;
    private final Ids ids;
    private final Clock clock;
    private final Seclusion seclusion;

    /**
     * A rebuild of one catalog.
     *
     * @param home whose lock the caller holds: servers of other homes that use the catalog are still in the way
     */
    public CatalogRebuild(
            Database database,
            Backend backend,
            MasterKeyFile keyFile,
            UUID home,
            EventLog events,
            Ids ids,
            Clock clock) {
        this.database = database;
        this.backend = backend;
        this.keyFile = keyFile;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.seclusion = new Seclusion(home, ids);
    }

    /** Makes the catalog, which must be empty but for a rebuild that did not end. */
    public RebuildReport rebuild(ReadingProgress progress) {
        if (isUsed() && !REBUILD.equals(unfinished())) {
            throw new StartRefused(
                    "The catalog is not empty, and nothing was changed. Where it is older than its store, `graphkeep"
                        + " catalog reconcile` brings it up to it. Where it is damaged or wrong, add --put-aside: it"
                        + " is kept under another name, and a new one is made.");
        }
        var findings = new Findings();
        try (var contents = open(findings)) {
            var instance = contents.instance();
            var madeAt = contents.madeAt();
            database.inTransaction(tx -> {
                seclusion.begin(tx, REBUILD, now());
                var mapper = tx.mapper(RebuildMapper.class);
                mapper.becomeInstance(instance, madeAt);
                return mapper.setUnreviewed();
            });
            return run(contents, instance, findings, progress, "The catalog was made anew from its store.");
        }
    }

    /** Brings a catalog of the store's own instance up to the store. */
    public RebuildReport reconcile(ReadingProgress progress) {
        var instance = database.read(tx -> tx.mapper(InstanceMapper.class).find());
        if (instance == null || !isUsed()) {
            throw new StartRefused("The catalog is empty, and there is nothing to bring up to the store: run"
                    + " `graphkeep catalog rebuild`.");
        }
        if (REBUILD.equals(unfinished())) {
            throw new StartRefused("The catalog is being made from its store, and that has not ended: run `graphkeep"
                    + " catalog rebuild` again.");
        }
        var findings = new Findings();
        try (var contents = open(findings)) {
            if (!contents.instance().equals(instance.id())) {
                throw new StartRefused("The store in " + contents.describe() + " belongs to instance "
                        + contents.instance() + ", and this catalog to instance " + instance.id()
                        + ": one is not an older state of the other. Nothing was changed.");
            }
            database.inTransaction(tx -> {
                seclusion.begin(tx, RECONCILE, now());
                return true;
            });
            return run(contents, instance.id(), findings, progress, "The catalog was brought up to its store.");
        }
    }

    private RebuildReport run(
            StoreContents contents, UUID instance, Findings findings, ReadingProgress progress, String told) {
        var before = contentOfCatalog();
        var generation = contents.takeOver();
        var session = ids.next();
        database.inTransaction(tx -> {
            var mapper = tx.mapper(RebuildMapper.class);
            mapper.clear();
            mapper.abortSessions(now());
            mapper.dropStaged();
            return mapper.openSession(session, now());
        });
        readRecords(contents, progress);
        contents.readIndex(session, progress);
        var graphs = new GraphEntry(database, instance, findings, clock);
        graphs.run();
        try (var segments = contents.segments(session)) {
            var rows = new SnapshotRows(session, instance);
            var snapshots = new SnapshotEntry(database, contents, segments, graphs, rows, findings);
            contents.readManifests(snapshots, progress);
            snapshots.settleMissing();
        }
        contents.settleIndex();
        var counts = database.inTransaction(tx -> {
            var mapper = tx.mapper(RebuildMapper.class);
            mapper.clear();
            mapper.end();
            events.append(
                    tx,
                    Event.of(EventKind.CATALOG_REBUILT, "server", told)
                            .severity(Severity.WARNING)
                            .detail("generation", String.valueOf(generation)));
            return mapper.counts();
        });
        return new RebuildReport(
                instance,
                generation,
                !contentOfCatalog().equals(before),
                counts,
                findings.kept(),
                findings.count() - findings.kept().size());
    }

    /** What tells a catalog from one that says something else of graphs, snapshots and where their content lies. */
    private String contentOfCatalog() {
        return database.read(tx -> tx.mapper(RebuildMapper.class).content());
    }

    private void readRecords(StoreContents contents, ReadingProgress progress) {
        var facts = new FactKeeping(database);
        var greatest = contents.readRecords(facts::keep, progress);
        facts.flush();
        if (greatest > 0) {
            database.inTransaction(tx -> tx.mapper(RebuildMapper.class).recordsUpTo(greatest, now()));
        }
    }

    private StoreContents open(Findings findings) {
        return StoreContents.open(backend, database, keyFile, findings, events, ids, clock);
    }

    private boolean isUsed() {
        return database.read(tx -> tx.mapper(RebuildMapper.class).isUsed());
    }

    private @Nullable String unfinished() {
        return database.read(tx -> tx.mapper(InstanceMapper.class).rebuilding());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
