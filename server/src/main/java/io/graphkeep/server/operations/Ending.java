package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;

/** What is made of an operation's row, locked, in the transaction that ends it. */
@FunctionalInterface
interface Ending {
    OperationRow end(Transaction transaction, OperationRow locked);
}
