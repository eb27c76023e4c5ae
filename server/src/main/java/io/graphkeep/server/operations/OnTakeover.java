package io.graphkeep.server.operations;

/** What becomes of an operation whose claimer was lost or stopped before it was done. */
public enum OnTakeover {
    /** The next claimer runs it again, with the checkpoint of the one before. */
    RESUME,
    /** It fails with SERVER_RESTARTED, after its handler has settled what it left. */
    FAIL,
    /** It waits, in the queue, for the client whose stream it lives by; who gives up on that ends it. */
    WAIT
}
