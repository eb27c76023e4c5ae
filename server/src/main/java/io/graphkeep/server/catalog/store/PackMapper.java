package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements on packs. */
public interface PackMapper {
    /** Announces a pack of an OPEN session and returns its number; null if the session is not open any more. */
    @Nullable
    Long announce(
            @Param("id") UUID id,
            @Param("kind") String kind,
            @Param("session") UUID session,
            @Param("at") OffsetDateTime at);

    /** Says that the object of an announced pack is durable. */
    int put(
            @Param("number") long number,
            @Param("size") long size,
            @Param("blocks") int blocks,
            @Param("chunks") int chunks);

    List<PackRow> find(long[] numbers);

    /** How much these hold, as far as they are there. */
    List<FilledPackRow> filled(long[] numbers);

    /** Makes LIVE again those that were condemned; the caller holds the commit lock, or the session that looks. */
    int revive(long[] numbers);

    /** Locks the packs, in the order of their numbers, so that none of them begins to be deleted before the transaction ends. */
    List<PackRow> lockShared(long[] numbers);

    /** Gives another session those of a session's announced packs that are put. */
    int moveTo(@Param("from") UUID from, @Param("to") UUID to);

    /** The bytes of all that a session has announced and put. */
    long bytesOf(UUID session);

    /** Makes LIVE all that a session has announced and put. */
    int makeLive(UUID session);

    /** How many a session has announced and not put. */
    int countNotPut(UUID session);

    PackCounts count();
}
