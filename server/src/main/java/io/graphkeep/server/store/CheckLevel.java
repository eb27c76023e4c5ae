package io.graphkeep.server.store;

/** How deep the store is looked at. Each level includes those before it. */
public enum CheckLevel {
    /** The catalog's rows agree with each other. */
    CATALOG,
    /** Every object is there, and as long as it was written. */
    PRESENCE,
    /** Every block decrypts, every chunk has the hash that names it, and every other object is what was put. */
    CONTENT;

    boolean includes(CheckLevel other) {
        return compareTo(other) >= 0;
    }
}
