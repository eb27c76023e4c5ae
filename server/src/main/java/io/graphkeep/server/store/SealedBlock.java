package io.graphkeep.server.store;

/** A block as it lies in a pack: how it was compressed, and its encrypted bytes. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SealedBlock(Compression compression, byte[] bytes) {

    /** How a block's bytes were made smaller. The numbers are part of the format. */
    enum Compression {
        NONE(0),
        ZSTD(1);

        private final int number;

        Compression(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Compression of(int number) throws DamagedException {
            for (var compression : values()) {
                if (compression.number == number) {
                    return compression;
                }
            }
            throw new DamagedException("There is no compression of number " + number + ".");
        }
    }
}
