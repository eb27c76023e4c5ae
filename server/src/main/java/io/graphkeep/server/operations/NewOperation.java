package io.graphkeep.server.operations;

import com.google.protobuf.Message;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the queue.
 *
 * @param node the node that alone can run it, because it alone sees a directory; null where any can
 * @param createdBy the name of who asks: a token's, or "schedule"
 */
public record NewOperation(
        String kind,
        @Nullable UUID graphUid,
        @Nullable String graphId,
        @Nullable UUID snapshotId,
        @Nullable String node,
        Message parameters,
        String createdBy) {}
