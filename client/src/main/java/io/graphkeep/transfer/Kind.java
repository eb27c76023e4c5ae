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

    public int number() {
        return number;
    }

    /** The one of this number. */
    public static Kind of(int number) {
        for (var kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("There is no kind of number " + number);
    }
}
