package io.graphkeep.server.store;

import io.graphkeep.transfer.Kind;

/** What the chunks of one block are. The numbers are part of the format. */
enum Content {
    TEXT(0),
    BINARY(1),
    /** Little-endian 32-bit floats, split into byte planes before compression. */
    FLOAT32(2),
    /** Descriptors of segments; a chunk's id is the segment's. */
    DESCRIPTORS(3),
    /** Parts of a snapshot's tree. */
    TREE(4);

    private final int number;

    Content(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Whether its blocks are split into the four byte planes of 32-bit words. */
    boolean inPlanes() {
        return this == FLOAT32;
    }

    /** Where its blocks belong. */
    PackKind pack() {
        return switch (this) {
            case TEXT, BINARY, FLOAT32 -> PackKind.DATA;
            case DESCRIPTORS, TREE -> PackKind.METADATA;
        };
    }

    static Content of(Kind kind) {
        return switch (kind) {
            case TEXT -> TEXT;
            case BINARY -> BINARY;
            case FLOAT32 -> FLOAT32;
        };
    }

    static Content of(int number) throws DamagedException {
        for (var content : values()) {
            if (content.number == number) {
                return content;
            }
        }
        throw new DamagedException("There is no content of number " + number + ".");
    }
}
