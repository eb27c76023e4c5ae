package io.graphkeep.server.operations;

import com.google.protobuf.Any;

/**
 * Does one kind of operation.
 *
 * <p>A handler runs on several operations at once and keeps nothing of them in itself. It asks {@link
 * OperationContext#checkCancelled} often: that is how a cancellation, a lost lease and the server's end reach it. Whatever
 * it changes in the catalog it changes in a transaction in which it has called {@link OperationContext#fence} first.
 */
public interface OperationHandler extends OperationKind {

    /** Does the work and returns the typed result; what it throws is the operation's error. */
    Any run(OperationContext context) throws Exception;
}
