package io.graphkeep.transfer.push;

import io.graphkeep.v1.Consistency;
import java.util.Map;

/**
 * What is to be made of a directory.
 *
 * @param consistency how still the directory is
 * @param requestId makes the commit safe to repeat
 */
public record PushRequest(
        String graphId, Map<String, String> labels, String description, Consistency consistency, String requestId) {}
