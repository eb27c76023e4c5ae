package io.graphkeep.transfer.push;

import io.graphkeep.v1.Consistency;
import java.util.Map;

/**
 * What is to be made of a directory.
 *
 * @param consistency STOPPED where the caller vouches that nothing writes; what moves all the same makes the snapshot FUZZY
 * @param requestId makes the commit safe to repeat
 */
public record PushRequest(
        String graphId, Map<String, String> labels, String description, Consistency consistency, String requestId) {}
