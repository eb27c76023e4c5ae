package io.graphkeep.server.catalog.request;

import java.time.OffsetDateTime;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements on answered requests. */
public interface AnsweredRequestMapper {
    /**
     * Takes the request for this transaction: 1 where it is new or its answer is older than {@code cutoff}, else 0. Waits
     * for a transaction that has taken the same one.
     */
    int claim(
            @Param("key") RequestKey key,
            @Param("digest") byte[] digest,
            @Param("now") OffsetDateTime now,
            @Param("cutoff") OffsetDateTime cutoff);

    @Nullable
    RequestAnswer find(@Param("key") RequestKey key);

    /** The same, unless it is from before this time. */
    @Nullable
    RequestAnswer findSince(@Param("key") RequestKey key, @Param("since") OffsetDateTime since);

    int answer(@Param("key") RequestKey key, @Param("answer") byte[] answer);

    /** Removes answers from before this time, at most so many. */
    int forget(@Param("before") OffsetDateTime before, @Param("atMost") int atMost);
}
