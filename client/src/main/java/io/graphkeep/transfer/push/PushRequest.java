package io.graphkeep.transfer.push;

import io.graphkeep.v1.Consistency;
import java.util.Map;

/**
 * What is to be made of a directory.
 *
 * @param consistency STOPPED where the caller vouches that nothing writes; what moves all the same makes the snapshot FUZZY
 * @param requestId makes the commit safe to repeat
 * @param allowEmpty whether a directory without a file is taken although the newest snapshot has some
 */
public record PushRequest(
        String graphId,
        Map<String, String> labels,
        String description,
        Consistency consistency,
        String requestId,
        boolean allowEmpty) {

    /** A request by which a directory that has become empty is refused: it looks like a lost mount. */
    public PushRequest(
            String graphId, Map<String, String> labels, String description, Consistency consistency, String requestId) {
        this(graphId, labels, description, consistency, requestId, false);
    }
}
