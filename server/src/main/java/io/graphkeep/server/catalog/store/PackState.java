package io.graphkeep.server.catalog.store;

/** How far a pack has come. */
public enum PackState {
    /** Announced by a session, before its bytes are put. */
    INTENT,
    LIVE,
    /** Nothing living points into it; it goes when every session that was open then has ended, unless it is revived. */
    CONDEMNED,
    /** Past reviving. */
    DELETING,
    /** Its object is believed gone, and a later listing has not shown it yet. */
    TOMBSTONE
}
