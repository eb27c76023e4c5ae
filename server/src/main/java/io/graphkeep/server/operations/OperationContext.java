package io.graphkeep.server.operations;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import java.util.Optional;
import java.util.UUID;

/** What a handler has of the operation that it runs. Safe for use by several threads of one attempt. */
public interface OperationContext {

    UUID id();

    /** The fencing token of this run. */
    int attempt();

    /** The operation as it was when it was claimed. */
    OperationRow operation();

    <P extends Message> P parameters(Parser<P> parser);

    /** Tells how far the work is. Cheap enough for every chunk: at most a few of them a second are written. */
    void progress(long bytesDone, long bytesTotal, long filesDone, long filesTotal, String step);

    /**
     * Throws where the work should not go on: OPERATION_CANCELLED where someone asked for that, STALE_ATTEMPT where
     * another process has taken over, SERVER_STOPPING where the server ends.
     */
    void checkCancelled();

    /** Durably notes how far the work is, for the next attempt. Throws STALE_ATTEMPT where there already is one. */
    void checkpoint(Message state);

    /** What an earlier attempt noted last. */
    Optional<ByteString> checkpoint();

    /** Names the snapshot that the operation makes, once it is known. */
    void snapshot(Transaction transaction, UUID snapshotId);

    /** Locks the operation's row until the transaction ends; throws STALE_ATTEMPT where it is no longer this attempt's. */
    void fence(Transaction transaction);
}
