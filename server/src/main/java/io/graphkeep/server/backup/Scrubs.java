package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.snapshot.CorruptRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.v1.VerifyStoreRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the store by itself, a part at a time, so that all of it is read once in a period.
 *
 * <p>The age of each pack is in the catalog, and so is when the last scrub began: neither a restart nor a second server
 * changes what is due. A part is as large as the interval is in the period, and larger where some of it is overdue, or nobody knows when it was read.
 */
public final class Scrubs {
    private static final String SCHEDULE = "schedule";

    private final Database database;
    private final Verifications verifications;
    private final Pace pace;
    private final Clock clock;

    public Scrubs(Database database, Verifications verifications, Pace pace, Clock clock) {
        this.database = database;
        this.verifications = verifications;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * How often and how fast.
     *
     * @param interval from one scrub to the next
     * @param period in which all of the store is read once
     * @param rate bytes a second
     */
    public record Pace(Duration interval, Duration period, long rate) {}

    /**
     * How far scrubs are.
     *
     * @param bytes of the store
     * @param oldest when the part of it was read that was not read for longest; null where that is known of none
     * @param overdueBytes how much should have been read by now
     * @param unknownBytes how much came with a rebuild of the catalog and was not read since
     */
    public record Standing(
            long bytes, @Nullable OffsetDateTime oldest, long overdueBytes, long unknownBytes, CorruptRow corrupt) {}

    /** Starts a scrub where one is due, and says whether it did. */
    public boolean startDue() {
        return database.inTransaction(this::startDue);
    }

    /** How things stand; overdue is what was not read for a period and two intervals more. */
    public Standing standing() {
        var since = now().minus(pace.period()).minus(pace.interval().multipliedBy(2));
        return database.read(tx -> {
            var ages = tx.mapper(CheckMapper.class).ages(since);
            return new Standing(
                    ages.bytes(),
                    ages.oldest(),
                    ages.overdueBytes(),
                    ages.unknownBytes(),
                    tx.mapper(SnapshotMapper.class).corrupt());
        });
    }

    private boolean startDue(Transaction tx) {
        var now = now();
        var mapper = tx.mapper(CheckMapper.class);
        var before = now.minus(pace.interval());
        if (mapper.beginScrubbing(now) == 1 || mapper.claimScrub(now, before) == 0 || isRunning(tx)) {
            return false;
        }
        var ages = mapper.ages(now.minus(pace.period()));
        var oldest = ages.oldest();
        var nothingIsDue = ages.unknownBytes() == 0 && (oldest == null || oldest.isAfter(before));
        if (nothingIsDue || ages.bytes() == 0) {
            return false;
        }
        var part = (double) pace.interval().toMillis() / pace.period().toMillis();
        var share = Math.max(part, (double) (ages.overdueBytes() + ages.unknownBytes()) / ages.bytes());
        verifications.start(
                tx,
                SCHEDULE,
                VerifyStoreRequest.newBuilder()
                        .setShare(Math.min(1, share))
                        .setBytesPerSecond(pace.rate())
                        .build());
        return true;
    }

    private static boolean isRunning(Transaction tx) {
        var query = OperationQuery.unended(Verifications.STORE, 1);
        return !tx.mapper(OperationMapper.class).list(query).isEmpty();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
