package io.graphkeep.net;

import java.util.random.RandomGenerator;

/**
 * Something that happens to one connection, once: to the one that carries this byte in this direction, counted from when the
 * fault was planned and over all connections. The byte itself does not arrive any more.
 */
public record Fault(Kind kind, Direction direction, long afterBytes) {
    /** What happens. */
    public enum Kind {
        /** Both ends get a reset, and lose what they had not read. */
        RESET,
        /** Both ends read what is there, then the end of the stream. */
        FINISH,
        /** Neither end hears anything any more, not even that the other one is gone: the connection is half open. */
        SILENCE
    }

    public static Fault reset(Direction direction, long afterBytes) {
        return new Fault(Kind.RESET, direction, afterBytes);
    }

    public static Fault finish(Direction direction, long afterBytes) {
        return new Fault(Kind.FINISH, direction, afterBytes);
    }

    public static Fault silence(Direction direction, long afterBytes) {
        return new Fault(Kind.SILENCE, direction, afterBytes);
    }

    /** Any fault, in the first so many bytes of a direction. */
    public static Fault drawn(RandomGenerator random, Direction direction, long within) {
        var kinds = Kind.values();
        return new Fault(kinds[random.nextInt(kinds.length)], direction, random.nextLong(within));
    }
}
