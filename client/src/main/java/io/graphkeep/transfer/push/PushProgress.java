package io.graphkeep.transfer.push;

/** Told how far a push is; from the push's own threads, so that it must be quick. */
public interface PushProgress {
    /** Tells nobody. */
    PushProgress SILENT = new PushProgress() {};

    /** Another file was read, or found to be as it was. */
    default void file(String path, long bytes, boolean unchanged) {}

    /** Something of the directory is not in the snapshot, or not as it stands there. */
    default void problem(String path, String what) {}

    /** A frame of new content was sent. */
    default void sent(long sequence, int bytes) {}

    /** Everything up to this frame need not be sent again. */
    default void durable(long sequence) {}

    /** The connection broke, and the push goes on in another one. */
    default void resumed(int time, String why) {}
}
