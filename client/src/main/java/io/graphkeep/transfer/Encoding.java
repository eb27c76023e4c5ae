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

    public int number() {
        return number;
    }

    /** The one of this number. */
    public static Encoding of(int number) {
        for (var encoding : values()) {
            if (encoding.number == number) {
                return encoding;
            }
        }
        throw new IllegalArgumentException("There is no encoding of number " + number);
    }
}
