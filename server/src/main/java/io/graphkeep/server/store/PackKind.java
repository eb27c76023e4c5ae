package io.graphkeep.server.store;

/** What a pack holds. The numbers are part of the format, the names are those of the catalog. */
enum PackKind {
    DATA(0),
    /** Descriptors of segments, and trees: what is read to find out what there is. */
    METADATA(1);

    private final int number;

    PackKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static PackKind of(int number) throws DamagedException {
        for (var kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new DamagedException("There is no kind of pack of number " + number + ".");
    }
}
