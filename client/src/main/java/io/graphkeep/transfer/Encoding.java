package io.graphkeep.transfer;

/** How a chunk's bytes stand in their file. The numbers are part of the format. */
public enum Encoding {
    /** As they are. */
    RAW(0),
    /** As base64 text; consecutive chunks of one file are one run, encoded together and padded at its end. */
    BASE64(1);

    private final int number;

    Encoding(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
