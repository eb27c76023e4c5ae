package io.graphkeep.it;

import io.graphkeep.net.Direction;
import java.util.Random;

/**
 * One cut of one transfer: which transfer, what happens to it, and after how many bytes of which direction.
 *
 * <p>Twelve rounds after each other have each way with each kind; what takes long comes late among the first.
 */
record Cut(Way way, Kind kind, Direction direction, long afterBytes) {
    /** What is cut. */
    enum Way {
        PUSH,
        DOWNLOAD,
        UPLOAD;

        /** Where the bytes go. */
        Direction direction() {
            return switch (this) {
                case PUSH, UPLOAD -> Direction.TO_SERVER;
                case DOWNLOAD -> Direction.TO_CLIENT;
            };
        }
    }

    /** What happens to it. */
    enum Kind {
        SERVER_KILLED,
        RESET,
        CLIENT_KILLED,
        HALF_OPEN
    }

    /** A connection and a call begin with about so many bytes to the server, and the answer with the fewer to the client. */
    private static final long BEFORE_THE_CALL = 600;

    private static final long BEFORE_THE_ANSWER = 60;

    /** One in so many breaks at a byte of the direction in which there are few. */
    private static final int BACKWARDS = 5;

    /** Whether it comes before the transfer has begun. */
    boolean isEarly() {
        return switch (direction) {
            case TO_SERVER -> afterBytes < BEFORE_THE_CALL;
            case TO_CLIENT -> afterBytes < BEFORE_THE_ANSWER;
        };
    }

    static Way way(int round) {
        return Way.values()[round % Way.values().length];
    }

    static Kind kind(int round) {
        return Kind.values()[round % Kind.values().length];
    }

    /** A cut somewhere in what a transfer of this size carries. */
    static Cut drawn(Random random, int round, CutSize size) {
        var way = way(round);
        var kind = kind(round);
        var isByByte = kind == Kind.RESET || kind == Kind.HALF_OPEN;
        if (isByByte && random.nextInt(BACKWARDS) == 0) {
            var back = way.direction() == Direction.TO_SERVER ? Direction.TO_CLIENT : Direction.TO_SERVER;
            return new Cut(way, kind, back, random.nextLong(size.backwards()));
        }
        return new Cut(way, kind, way.direction(), random.nextLong(size.forwards()));
    }
}
