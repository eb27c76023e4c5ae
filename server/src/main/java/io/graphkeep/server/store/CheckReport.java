package io.graphkeep.server.store;

import java.util.List;
import java.util.UUID;

/**
 * What a check has looked at and found.
 *
 * @param snapshots those that were looked at
 * @param objects how many stored objects were looked at
 * @param bytes how many bytes were read
 * @param damagedObjects how many of the objects are missing or damaged
 * @param damaged those of them that are told one by one
 * @param corrupt the snapshots that need what is damaged
 */
public record CheckReport(
        List<UUID> snapshots,
        long objects,
        long bytes,
        long damagedObjects,
        List<DamagedObject> damaged,
        List<UUID> corrupt) {

    /** Whether nothing was wrong. */
    public boolean isIntact() {
        return damagedObjects == 0;
    }
}
