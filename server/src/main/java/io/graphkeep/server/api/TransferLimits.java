package io.graphkeep.server.api;

import java.time.Duration;

/**
 * How long a stream of files may take.
 *
 * @param idle without a message
 * @param total from its beginning to its end
 */
public record TransferLimits(Duration idle, Duration total) {}
