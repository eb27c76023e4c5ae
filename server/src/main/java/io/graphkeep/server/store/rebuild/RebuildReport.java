package io.graphkeep.server.store.rebuild;

import io.graphkeep.server.catalog.rebuild.RebuiltCounts;
import java.util.List;
import java.util.UUID;

/**
 * What a catalog holds that was made from its store, or brought up to it.
 *
 * @param generation under which the store is this catalog's from now on
 * @param changed whether the catalog says anything else now than before
 * @param findings what was wrong with single objects, by name; those that are kept
 * @param moreFindings how many there were beside
 */
public record RebuildReport(
        UUID instance,
        long generation,
        boolean changed,
        RebuiltCounts counts,
        List<String> findings,
        long moreFindings) {}
