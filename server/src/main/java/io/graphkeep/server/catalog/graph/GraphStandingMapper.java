package io.graphkeep.server.catalog.graph;

import java.time.OffsetDateTime;
import java.util.List;

/** The statement that tells how well graphs are backed up: one for all of them. */
public interface GraphStandingMapper {

    /** Every graph that is not being deleted. */
    List<GraphStandingRow> all(OffsetDateTime now);
}
