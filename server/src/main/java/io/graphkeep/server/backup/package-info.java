/**
 * Graphs and their snapshots: what is protected, how it is captured, and how it comes back.
 *
 * <p>Reads sources and writes destinations through {@code files}, which never follows a link; cuts and joins bytes with
 * {@code io.graphkeep.transfer}; keeps them through {@code store}; runs as handlers of {@code operations}. Speaks the
 * contract's messages, and knows nothing of gRPC.
 */
@NullMarked
package io.graphkeep.server.backup;

import org.jspecify.annotations.NullMarked;
