package io.graphkeep.server.operations;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import java.util.Optional;

/**
 * Does one kind of operation.
 *
 * <p>A handler runs on several operations at once and keeps nothing of them in itself. It asks {@link
 * OperationContext#checkCancelled} often: that is how a cancellation, a lost lease and the server's end reach it. Whatever
 * it changes in the catalog it changes in a transaction in which it has called {@link OperationContext#fence} first.
 */
public interface OperationHandler {

    /** The kind as the contract names it, without its prefix: CAPTURE, RESTORE, … */
    String kind();

    OnTakeover onTakeover();

    /** Does the work and returns the typed result; what it throws is the operation's error. */
    Any run(OperationContext context) throws Exception;

    /**
     * Clears away what an operation that FAILED or was CANCELLED has left half done.
     *
     * <p>Called in the transaction that ends it, with its row locked, by whichever process ends it: perhaps not by the one
     * that ran it, perhaps before any did.
     */
    void settle(Transaction transaction, OperationRow operation);

    /**
     * The result of an operation whose work was committed before its claimer could say so. Where there is one, the
     * operation has SUCCEEDED, whatever happened afterwards.
     */
    default Optional<Any> concluded(Transaction transaction, OperationRow operation) {
        return Optional.empty();
    }
}
