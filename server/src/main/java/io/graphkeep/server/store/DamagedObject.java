package io.graphkeep.server.store;

import io.graphkeep.transfer.SegmentId;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A stored object that is missing or damaged, and what of it is needed.
 *
 * @param name such as {@code packs/5f/…}; {@code catalog} where rows do not agree
 * @param detail what is wrong, as a sentence
 * @param snapshots those that need what is damaged
 * @param segments the chunks that are lost, by the segment that lists them; empty for one whose own list is lost
 */
public record DamagedObject(
        String name, String detail, List<UUID> snapshots, Map<SegmentId, Optional<BitSet>> segments) {}
