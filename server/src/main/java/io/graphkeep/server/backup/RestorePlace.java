package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.graph.GraphRow;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * What a restore brings where.
 *
 * @param path the destination, resolved
 * @param mayReplace whether old content may be set aside
 * @param sourceOf the ids of other graphs, or of this one where it is not restored in place, that are captured from there
 */
record RestorePlace(UUID snapshot, GraphRow graph, Path path, boolean mayReplace, List<String> sourceOf) {}
