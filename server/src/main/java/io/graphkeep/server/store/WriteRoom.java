package io.graphkeep.server.store;

/** How large what a session holds in memory may grow before it is put away; asked again and again, since it may change. */
interface WriteRoom {
    /** How large a pack grows, about. */
    int packBytes();

    /** How large a block grows, unless a single chunk is larger. */
    int blockBytes();

    /** The room of a session that shares it with no other. */
    static WriteRoom whole(int packBytes) {
        return new WriteRoom() {
            @Override
            public int packBytes() {
                return packBytes;
            }

            @Override
            public int blockBytes() {
                return StoreFormat.MAX_BLOCK_BYTES;
            }
        };
    }
}
