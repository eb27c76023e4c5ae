package io.graphkeep.server.catalog.store;

/** Whether a segment counts. */
public enum SegmentState {
    LIVE,
    /** No snapshot referred to it when the collector looked; it goes with its packs, unless it is revived. */
    CONDEMNED
}
