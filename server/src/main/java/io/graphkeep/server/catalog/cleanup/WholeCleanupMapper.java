package io.graphkeep.server.catalog.cleanup;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on whole cleanups. */
public interface WholeCleanupMapper {

    /** Notes that this operation is one, in the transaction that starts it. */
    int insert(UUID operation);

    /** The one of those that have succeeded or failed that was begun last; null where none has. */
    @Nullable
    EndedCleanupRow lastEnded();

    /** Whether one was begun then or later. */
    boolean anySince(OffsetDateTime begun);
}
