package io.graphkeep.transfer;

/** What a chunk's bytes are like, so that like is compressed with like. The numbers are part of the format. */
public enum Kind {
    /** Text in any language of people or programs. */
    TEXT(0),
    /** Anything else. */
    BINARY(1),
    /** Little-endian 32-bit floats, aligned: worth splitting into byte planes. */
    FLOAT32(2);

    private final int number;

    Kind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
