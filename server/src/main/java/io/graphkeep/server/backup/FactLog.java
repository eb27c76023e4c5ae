package io.graphkeep.server.backup;

import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.catalog.Transaction;

/**
 * What the store must be told that only the catalog knows otherwise: appended in the transaction that makes it true, put into
 * the store before the caller is answered.
 */
public interface FactLog {
    void append(Transaction transaction, String subject, StateRecord fact);

    /** Puts what is committed and not in the store yet. */
    void putPending();
}
