package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.cleanup.EndedCleanupRow;
import io.graphkeep.server.catalog.cleanup.WholeCleanupMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How cleanups stand, as the catalog has it: whichever server ran them, whoever asked for them.
 *
 * <p>Only whole ones count, and none that somebody cancelled: such a one says nothing of the next.
 */
public final class CleanupStanding {
    /** How long a cleanup may take until the next is missed. */
    private static final Duration LONG = Duration.ofHours(1);

    private final Database database;
    private final Duration interval;
    private final Clock clock;

    public CleanupStanding(Database database, Duration interval, Clock clock) {
        this.database = database;
        this.interval = interval;
        this.clock = clock;
    }

    /**
     * How they stand.
     *
     * @param last the one that ended last; null where none has yet
     * @param isOverdue whether another should have ended by now
     */
    public record Standing(@Nullable Ended last, boolean isOverdue) {}

    /**
     * A cleanup that has ended.
     *
     * @param why a sentence; empty where it went through
     */
    public record Ended(UUID operation, OffsetDateTime at, Optional<String> why) {}

    /** How they stand now; overdue is what was not done for two intervals. */
    public Standing standing() {
        var due = OffsetDateTime.now(clock).minus(interval.multipliedBy(2)).minus(LONG);
        return database.read(tx -> {
            var last = last(tx);
            var since = last == null
                    ? Objects.requireNonNull(tx.mapper(InstanceMapper.class).find())
                            .createdAt()
                    : last.at();
            return new Standing(last, since.isBefore(due));
        });
    }

    private static @Nullable Ended last(Transaction tx) {
        var row = tx.mapper(WholeCleanupMapper.class).lastEnded();
        return row == null ? null : new Ended(row.id(), row.endedAt(), why(row));
    }

    private static Optional<String> why(EndedCleanupRow row) {
        var error = row.error();
        if (error == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Status.parseFrom(error).getMessage());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The error of operation " + row.id() + " cannot be read", e);
        }
    }
}
