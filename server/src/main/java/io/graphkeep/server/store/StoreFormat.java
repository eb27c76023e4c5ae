package io.graphkeep.server.store;

/** The numbers of the store's format that everything in it agrees on. */
final class StoreFormat {
    /** The version that this server writes, and the newest that it reads. */
    static final int VERSION = 1;

    /** No block is longer before compression; one chunk always fits. */
    static final int MAX_BLOCK_BYTES = 1 << 20;

    /** No pack has more blocks. */
    static final int MAX_BLOCKS = 1 << 20;

    /** No index of a pack is longer. */
    static final int MAX_INDEX_BYTES = 256 << 20;

    /** No small sealed object is longer. */
    static final int MAX_SEALED_BYTES = 17 << 20;

    private StoreFormat() {}
}
