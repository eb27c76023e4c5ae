package io.graphkeep.server.store;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.CommitFact;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.catalog.store.SnapshotCommitRow;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.ManifestFormat;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * The one moment of truth of a session: its manifest is put, and a transaction makes the snapshot, its segments and its packs
 * count, all of them or none.
 *
 * <p>The transaction takes the commit lock, shared, and only then looks. It requires that the catalog is not being made anew, that
 * the session is open still, and that all that it has staged is there; what it refers to is made LIVE again where it was condemned, and the commit refused where that is too late. Whole segments of a
 * parent that is committed still are spared that; the packs that new locators name never are.
 */
final class SnapshotCommit {
    private static final int BATCH = 5_000;

    private final UUID session;
    private final WriteRequest request;
    private final StoreParts parts;
    private final DamageSince damage;
    private boolean healed;

    SnapshotCommit(UUID session, WriteRequest request, StoreParts parts, DamageSince damage) {
        this.session = session;
        this.request = request;
        this.parts = parts;
        this.damage = damage;
    }

    /**
     * What a snapshot refers to.
     *
     * @param own those that the session has staged
     * @param taken those that were there
     * @param toCheck those of them that are not the parent's
     * @param packs of other sessions that new locators name
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record References(RoaringBitmap own, RoaringBitmap taken, RoaringBitmap toCheck, long[] packs, Parent parent) {
        RoaringBitmap segments() {
            return RoaringBitmap.or(own, taken);
        }

        /** What must be looked at where the parent vouches for nothing. */
        RoaringBitmap others() {
            return RoaringBitmap.andNot(taken, own);
        }
    }

    CommittedSnapshot run(
            Manifest manifest,
            SnapshotTotals totals,
            References references,
            long newBytes,
            long storedBytes,
            Consumer<Transaction> inSameTransaction)
            throws IOException {
        requireOwn(manifest);
        var bytes = ManifestFormat.write(manifest);
        var digest = ManifestFormat.digest(bytes);
        parts.ownership().requireOwned();
        announceManifest();
        SealedObject.put(
                parts.backend(),
                parts.key().cipher(ObjectNames.manifest(request.graphUid(), request.snapshotId())),
                bytes);
        var row = row(manifest, totals, digest, references.segments(), newBytes, storedBytes);
        try {
            parts.database().inTransactionRepeated(tx -> {
                commit(tx, references, row);
                parts.records().append(tx, "snapshot/" + request.snapshotId(), fact(tx, row, totals));
                inSameTransaction.accept(tx);
                return true;
            });
        } catch (GraphkeepException e) {
            if (e.reason() != Reason.OUTCOME_UNKNOWN || !hasCommitted()) {
                throw e;
            }
        }
        return new CommittedSnapshot(request.snapshotId(), digest, newBytes, storedBytes);
    }

    /** Whether the commit has given damaged segments a new place. */
    boolean hasHealed() {
        return healed;
    }

    /** From then on the manifest is known as this session's: an orphan, should the session be aborted. */
    private void announceManifest() {
        var announced = parts.database()
                .inTransaction(tx -> tx.mapper(SessionMapper.class).announceManifest(session, request.snapshotId()));
        if (announced == 0) {
            throw StoreFailures.stale(session);
        }
    }

    private void commit(Transaction tx, References references, SnapshotCommitRow row) {
        tx.mapper(InstanceMapper.class).lockCommitsShared();
        RebuildFence.require(tx);
        var sessions = tx.mapper(SessionMapper.class);
        var now = sessions.lock(session);
        if (now == null || now.state() != SessionState.OPEN) {
            throw StoreFailures.stale(session);
        }
        requireOwn(tx, references.own());
        require(tx, references);
        var packs = tx.mapper(PackMapper.class);
        if (packs.countNotPut(session) > 0) {
            throw new IllegalStateException("Session " + session + " has announced a pack and not put it");
        }
        packs.makeLive(session);
        if (damage.reaches(tx, references.own(), references.packs())) {
            throw gone();
        }
        healed = tx.mapper(SegmentMapper.class).replaceDamagedBy(session) > 0;
        requireUndamaged(tx, references);
        if (tx.mapper(StoredSnapshotMapper.class).commit(row) == 0) {
            throw new GraphkeepException(
                    Reason.STALE_SESSION,
                    "Snapshot " + row.id() + " is not being made by session " + session + " any more.");
        }
        sessions.end(session, SessionState.COMMITTED, parts.now());
    }

    /** What was staged and is not there any more would be a hole in the snapshot. */
    private void requireOwn(Transaction tx, RoaringBitmap own) {
        if (own.isEmpty()) {
            return;
        }
        var there = tx.mapper(SegmentMapper.class).countStaged(session, own.first(), own.last());
        if (there != own.getLongCardinality()) {
            throw gone();
        }
    }

    private void require(Transaction tx, References references) {
        var toCheck = references.parent().holds(tx) ? references.toCheck() : references.others();
        var numbers = Bitmaps.longs(toCheck);
        for (var from = 0; from < numbers.length; from += BATCH) {
            var batch = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + BATCH));
            if (!SegmentIndex.Revival.segments(tx, batch)) {
                throw gone();
            }
        }
        if (!SegmentIndex.Revival.packs(tx, references.packs())) {
            throw gone();
        }
    }

    /** What was found damaged since it was looked up is not inherited. */
    private static void requireUndamaged(Transaction tx, References references) {
        for (var number : tx.mapper(SegmentMapper.class).damaged()) {
            if (references.segments().contains(Math.toIntExact(number))) {
                throw gone();
            }
        }
    }

    /** The session row tells what became of a commit whose answer was lost; it is locked, so a commit still under way ends first. */
    private boolean hasCommitted() {
        return parts.database().inTransaction(tx -> {
            var mapper = tx.mapper(SessionMapper.class);
            var row = mapper.lock(session);
            mapper.end(session, SessionState.ABORTED, parts.now());
            return row != null && row.state() == SessionState.COMMITTED;
        });
    }

    private void requireOwn(Manifest manifest) {
        if (!manifest.getSnapshotId().equals(request.snapshotId().toString())) {
            throw new IllegalArgumentException("The manifest is that of snapshot " + manifest.getSnapshotId());
        }
    }

    private SnapshotCommitRow row(
            Manifest manifest, SnapshotTotals totals, byte[] digest, RoaringBitmap segments, long fresh, long stored) {
        return new SnapshotCommitRow(
                request.snapshotId(),
                session,
                totals.partial() ? "PARTIAL" : "COMPLETED",
                consistency(manifest.getConsistency()),
                OffsetDateTime.ofInstant(
                        Instant.EPOCH.plus(manifest.getCutTimeUs(), ChronoUnit.MICROS), ZoneOffset.UTC),
                digest,
                Bitmaps.encode(segments),
                manifest.getLogicalBytes(),
                fresh,
                stored,
                manifest.getFileCount() + manifest.getHardLinkCount(),
                manifest.getDirectoryCount(),
                manifest.getSymlinkCount(),
                totals.skipped(),
                manifest.getUnreadableCount(),
                manifest.getTornCount());
    }

    private StateRecord fact(Transaction tx, SnapshotCommitRow row, SnapshotTotals totals) {
        var createdAt = tx.mapper(StoredSnapshotMapper.class).createdAt(row.id());
        var parent = request.parentSnapshotId();
        var fact = CommitFact.newBuilder()
                .setGraphUid(request.graphUid().toString())
                .setSnapshotId(row.id().toString())
                .setManifestDigest(ByteString.copyFrom(row.manifestDigest()))
                .setState(row.state())
                .setParentId(parent == null ? "" : parent.toString())
                .setNewBytes(row.newBytes())
                .setStoredBytes(row.storedBytes())
                .setCreatedBy(totals.createdBy())
                .setCreatedUs(Instance.micros(createdAt.toInstant()))
                .setSkipped(row.skipped())
                .setTakenFor(totals.takenFor())
                .setCounts(totals.counts());
        return StateRecord.newBuilder().setCommit(fact).build();
    }

    private static String consistency(ManifestConsistency consistency) {
        return switch (consistency) {
            case MANIFEST_CONSISTENCY_STOPPED -> "STOPPED";
            case MANIFEST_CONSISTENCY_QUIESCED -> "QUIESCED";
            case MANIFEST_CONSISTENCY_FUZZY -> "FUZZY";
            case MANIFEST_CONSISTENCY_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("A snapshot has a consistency");
        };
    }

    /** The capture looks that up anew. */
    static GraphkeepException gone() {
        return new GraphkeepException(
                Reason.CONFLICT,
                "Something that the snapshot refers to was removed from the store, or found damaged in it, before the"
                        + " snapshot was committed.");
    }
}
