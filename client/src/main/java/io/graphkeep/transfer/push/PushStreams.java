package io.graphkeep.transfer.push;

/** Opens streams to the server that a push goes to. */
@FunctionalInterface
public interface PushStreams {
    /**
     * Opens one. What it fails with is a {@link io.graphkeep.transfer.BrokenStreamException} where another may go on, and
     * a {@link GoneSessionException} where another may begin anew.
     */
    Opened open();

    /** A stream that is closed when it is of no more use. */
    interface Opened extends PushStream, AutoCloseable {
        @Override
        void close();
    }
}
