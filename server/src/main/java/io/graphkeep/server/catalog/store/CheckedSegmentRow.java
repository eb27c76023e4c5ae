package io.graphkeep.server.catalog.store;

/**
 * A segment with what its row must agree with.
 *
 * @param committed whether the session that staged it has committed, so that it counts
 * @param packs the packs that its row names
 * @param livePacks how many of those are LIVE, each once
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record CheckedSegmentRow(
        long number,
        byte[] id,
        SegmentState state,
        boolean committed,
        int chunks,
        byte[] locator,
        long[] packs,
        int livePacks) {}
