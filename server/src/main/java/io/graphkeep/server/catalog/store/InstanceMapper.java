package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The one row of the instance, and the locks that concern all of the store. */
public interface InstanceMapper {
    @Nullable
    InstanceRow find();

    /** Makes the row where there is none; of several that try one wins. */
    int insertIfAbsent(@Param("id") UUID id, @Param("at") OffsetDateTime at);

    /** Makes the generation at least this. */
    int raiseGeneration(long generation);

    /** Whether there are no graphs and no snapshots. */
    boolean isEmpty();

    /**
     * Takes the commit lock shared with other commits, until the transaction ends. A statement sees what was committed before
     * it began: look only in the statements after this one.
     */
    int lockCommitsShared();

    /** Takes the commit lock alone, for what commits must not overlap with. */
    int lockCommitsAlone();

    /** The kind of the rebuild of this catalog that has begun and not ended. */
    @Nullable
    String rebuilding();

    /** Whether the catalog was made from its store alone, and nobody has confirmed it. */
    boolean isUnreviewed();

    /** A person has looked at a catalog that was made from its store. */
    int confirm();
}
