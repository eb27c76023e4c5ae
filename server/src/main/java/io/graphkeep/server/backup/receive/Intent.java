package io.graphkeep.server.backup.receive;

import com.google.protobuf.Message;

/**
 * What a client says of a snapshot before it sends it.
 *
 * @param epoch the graph's as the client knows it; 0 where it does not say
 * @param parameters what the operation keeps of it
 * @param outlives whether what was sent waits for its client when the connection or the server is lost
 */
record Intent(String graphId, long epoch, Message parameters, boolean outlives) {}
