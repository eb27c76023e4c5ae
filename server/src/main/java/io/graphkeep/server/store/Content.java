package io.graphkeep.server.store;

import io.graphkeep.transfer.Kind;

/** What the chunks of one block are. The numbers are part of the format. */
enum Content {
    TEXT(0),
    BINARY(1),
    /** Little-endian 32-bit floats, split into byte planes as they are; read, and not written any more. */
    FLOAT32_UNTURNED(2),
    /** Descriptors of segments; a chunk's id is the segment's. */
    DESCRIPTORS(3),
    /** Parts of a snapshot's tree. */
    TREE(4),
    /** Little-endian 32-bit floats, turned before they are split, so that the exponent is a byte of its own. */
    FLOAT32(5);

    private final int number;

    Content(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** How its words are sorted before they are compressed. */
    BytePlanes planes() {
        return switch (this) {
            case FLOAT32 -> BytePlanes.TURNED;
            case FLOAT32_UNTURNED -> BytePlanes.PLAIN;
            case TEXT, BINARY, DESCRIPTORS, TREE -> BytePlanes.NONE;
        };
    }

    /** What its chunks are written as. */
    Content written() {
        return this == FLOAT32_UNTURNED ? FLOAT32 : this;
    }

    /** Where its blocks belong. */
    PackKind pack() {
        return switch (this) {
            case TEXT, BINARY, FLOAT32_UNTURNED, FLOAT32 -> PackKind.DATA;
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
