package io.graphkeep.server.operations;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import java.util.Optional;

/** Knows how the operations of one kind end, whoever worked on them. */
public interface OperationKind {

    /** The kind as the contract names it, without its prefix: CAPTURE, RESTORE, … */
    String kind();

    OnTakeover onTakeover();

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
