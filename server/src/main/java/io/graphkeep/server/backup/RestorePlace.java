package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.graph.GraphRow;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What a restore brings where.
 *
 * @param path the destination, resolved
 * @param mayReplace whether old content may be set aside
 */
record RestorePlace(UUID snapshot, GraphRow graph, Path path, boolean mayReplace) {}
