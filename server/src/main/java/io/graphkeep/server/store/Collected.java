package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.PackSum;
import java.util.List;

/**
 * What a garbage collection has removed, or would.
 *
 * @param packs those that are gone
 * @param share of the bytes of all packs
 * @param compacted packs that were rewritten
 * @param orphans objects of writers that died
 * @param orphanBytes what those took, beside the bytes of the packs
 * @param unknown objects that the catalog does not know, which were left
 * @param notes what was not done and why
 */
public record Collected(
        PackSum packs,
        double share,
        long compacted,
        long orphans,
        long orphanBytes,
        long unknown,
        List<String> notes) {}
