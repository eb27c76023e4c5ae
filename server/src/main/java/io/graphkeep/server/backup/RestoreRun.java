package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.restore.RestoreDirectoryRow;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.server.store.Store;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at a restore, from the look at what is there to the row that says it is done. */
final class RestoreRun {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreRun.class);

    private final Store store;
    private final Database database;
    private final RestorePlaces places;
    private final FinishedRestores finished;
    private final OperationContext context;
    private final RestoreSnapshotRequest request;
    private final RestorePlace place;
    private final Destination destination;
    private final RestoreFindings findings = new RestoreFindings();
    private final Attributes attributes;

    RestoreRun(
            Store store,
            Database database,
            RestorePlaces places,
            FinishedRestores finished,
            OperationContext context,
            RestoreSnapshotRequest request,
            RestorePlace place,
            Destination destination) {
        this.store = store;
        this.database = database;
        this.places = places;
        this.finished = finished;
        this.context = context;
        this.request = request;
        this.place = place;
        this.destination = destination;
        this.attributes = new Attributes(findings, request.getSkipOwners());
    }

    RestoreResult run() throws IOException {
        warn();
        var swapping = RestoreCheckpoint.of(context.checkpoint());
        if (swapping != null && destination.hasBegun(swapping.written())) {
            return conclude(swapping);
        }
        destination.require(place.mayReplace());
        if (swapping != null) {
            // It is written anew: what an earlier attempt said of its own does not hold any more.
            destination.keepWhatWasNotWritten(swapping.written());
            context.checkpoint(RestoreCheckpoint.none());
        }
        // Open for as long as anything is read: until then the collector leaves alone what it needs.
        try (var session = store.openRead(place.snapshot())) {
            var plan = RestorePlan.read(session, ChosenPaths.of(request.getPathsList()), request.getAllowDamaged());
            var extras = extras(session, plan);
            requireSpace(session, plan, extras == null ? 0 : extras.keptBytes());
            if (topStays()) {
                new JournalRoom(place.path(), SwapJournal.MOST_BYTES)
                        .require(session, plan, extras == null ? 0 : extras.journalBytes());
            }
            if (request.hasInPlace()) {
                new SplitNames(plan.chosen(), findings).tell(session);
            }
            if (request.getDryRun()) {
                return preview(session, plan, extras);
            }
            if (extras != null) {
                findings.extrasRemoved(extras.removed());
            }
            return conclude(write(session, plan));
        }
    }

    private RestoreCheckpoint write(ReadSession session, RestorePlan plan) throws IOException {
        var whole = false;
        note();
        try (var directory = destination.begin()) {
            var tree = new TreeRestore(new TreeWork(session, directory, context, findings, attributes, plan));
            tree.run(top -> carryExtras(plan, top));
            destination.prepare(
                    new SwapOrder(plan.chosen(), request.getDeleteExtras(), request.getSkipOwners(), root(session)));
            var written = destination.written();
            context.checkCancelled();
            database.inTransaction(tx -> {
                context.fence(tx);
                tx.mapper(RestoreMapper.class).directoryWritten(context.id(), written);
                return places.find(tx, context.operation(), request);
            });
            var checkpoint = new RestoreCheckpoint(written, findings.result().build());
            context.checkpoint(checkpoint.message());
            whole = true;
            return checkpoint;
        } finally {
            if (!whole) {
                discard();
            }
        }
    }

    /** Whatever becomes of this attempt, the directory that it is about to make is found again. */
    private void note() throws IOException {
        var directory = new RestoreDirectoryRow(
                context.id(),
                place.graph().uid(),
                place.snapshot(),
                finished.node(),
                place.path().toString(),
                destination.parent(),
                "",
                destination.way().name());
        database.inTransaction(tx -> {
            context.fence(tx);
            tx.mapper(RestoreMapper.class).beginDirectory(directory);
            return directory;
        });
    }

    private boolean topStays() {
        return destination.way() == Destination.Way.INSIDE && request.getPathsCount() == 0;
    }

    /** What the old content has beside the snapshot; null where there is none. */
    private @Nullable ExtrasCount extras(ReadSession session, RestorePlan plan) throws IOException {
        if (destination.isEmpty()) {
            return null;
        }
        // What is carried over in earnest tells by itself what cannot be.
        BiConsumer<TreePath, String> notCarried = request.getDryRun() ? findings::notCarried : (path, detail) -> {};
        var count = new ExtrasCount(
                new TreeReader(session.tree()), plan.chosen(), request.getDeleteExtras(), topStays(), notCarried);
        walkOld(count);
        return count;
    }

    /** What a walk says of a source is true of the destination. */
    private void walkOld(SourceVisitor visitor) throws IOException {
        try {
            new SourceWalk(destination.path(), Excludes.NONE, true).walk(visitor);
        } catch (GraphkeepException e) {
            if (e.reason() != Reason.SOURCE_NOT_FOUND && e.reason() != Reason.SOURCE_UNREADABLE) {
                throw e;
            }
            throw Destination.unusable(place.path(), "cannot be looked through (" + e.sentence() + ")", e);
        }
    }

    private void carryExtras(RestorePlan plan, Directory top) throws IOException {
        if (request.getDeleteExtras() || destination.isEmpty()) {
            return;
        }
        var carry = new ExtrasCarry(top, plan.chosen(), topStays(), findings, OwnerNames.ofThisMachine());
        try {
            walkOld(carry);
            carry.finish();
        } finally {
            carry.close();
        }
    }

    /** What the tree says of the top directory, which comes first in it. */
    private static Entry root(ReadSession session) throws IOException {
        var first = new TreeReader(session.tree()).next();
        return first != null && first.hasEntry() && first.getEntry().getPath().isEmpty()
                ? first.getEntry()
                : Entry.getDefaultInstance();
    }

    /**
     * After a failure, whose own exception is the one to be seen. Where another attempt has taken over, what lies there is what
     * that one writes.
     */
    private void discard() {
        try {
            database.inTransaction(tx -> {
                context.fence(tx);
                return true;
            });
            destination.discard();
        } catch (IOException | GraphkeepException e) {
            LOG.warn(
                    "What restore {} had written beside {} is left there for now",
                    context.id(),
                    PathText.of(destination.path().toString()),
                    e);
        }
    }

    private RestoreResult conclude(RestoreCheckpoint swapping) throws IOException {
        var done = swapping.done();
        context.progress(done.getBytes(), done.getBytes(), done.getFiles(), done.getFiles(), "swapping");
        var swap = destination.swap(swapping.written());
        var row = finished.row(context.id(), place.graph().uid(), place.snapshot(), request, destination, swap);
        database.inTransaction(tx -> {
            context.fence(tx);
            finished.write(
                    tx,
                    row,
                    context.operation().createdBy(),
                    done.getFiles() + " files, " + done.getBytes() + " bytes");
            return row;
        });
        return RestoreHandler.result(row, done.toBuilder());
    }

    private RestoreResult preview(ReadSession session, RestorePlan plan, @Nullable ExtrasCount extras)
            throws IOException {
        tellMarks(session, plan);
        var result = findings.result()
                .setSnapshotId(place.snapshot().toString())
                .setPath(place.path().toString())
                .setNode(finished.node())
                .setFiles(plan.files())
                .setDirectories(plan.directories())
                .setSymlinks(plan.symlinks())
                .setBytes(plan.bytes())
                .setDryRun(true);
        if (extras != null) {
            result.setExtrasKept(extras.kept()).setExtrasRemoved(extras.removed());
        }
        return result.build();
    }

    private void tellMarks(ReadSession session, RestorePlan plan) throws IOException {
        var tree = new TreeReader(session.tree());
        for (var item = tree.next(); item != null; item = tree.next()) {
            var path = TreePath.parse(item.getEntry().getPath());
            if (item.hasEntry() && !path.isRoot() && plan.chosen().covers(path)) {
                findings.marks(path, item.getEntry());
            }
        }
    }

    private void warn() {
        for (var graph : place.sourceOf()) {
            findings.add(
                    TreePath.ROOT,
                    FileProblem.FILE_PROBLEM_UNSPECIFIED,
                    "Graph " + graph
                            + " is captured from this directory, from one that holds it, or from one in it: what was"
                            + " restored is in its next snapshot, and a program that uses it may overwrite it.");
        }
    }

    private void requireSpace(ReadSession session, RestorePlan plan, long carried) throws IOException {
        var parent = place.path().getParent();
        var isInside = parent == null || destination.way() == Destination.Way.INSIDE;
        var free = Files.getFileStore(isInside ? place.path() : parent).getUsableSpace();
        var needed = carried + RestoreSpace.needed(session, plan, free - carried);
        if (needed > free) {
            throw new GraphkeepException(
                            Reason.DESTINATION_FULL,
                            "The destination " + place.path() + " has " + free + " bytes free, and the restore needs "
                                    + needed + ".")
                    .with("free_bytes", Long.toString(free))
                    .with("needed_bytes", Long.toString(needed));
        }
    }
}
