package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the descriptors of segments from where their locators say, and checks that they are what their ids name. */
final class DescriptorReader {
    private static final Logger LOG = LoggerFactory.getLogger(DescriptorReader.class);

    private final PackReaders packs;

    DescriptorReader(PackReaders packs) {
        this.packs = packs;
    }

    /** A segment's list, and where its chunks lie. */
    record Found(Segment segment, Locator locator) {}

    /** The descriptor, or nothing where it is damaged, which is logged: for whoever can do without. */
    Optional<Found> read(SegmentRow row) throws IOException {
        try {
            return Optional.of(require(row));
        } catch (DamagedException | FormatException e) {
            LOG.warn(
                    "Segment {} is damaged and will be stored anew: {}", SegmentId.fromBytes(row.id()), e.getMessage());
            return Optional.empty();
        }
    }

    /** The descriptor; damage is an error. */
    Found require(SegmentRow row) throws IOException {
        var locator = Locator.decode(row.locator());
        var place = locator.descriptor();
        var block = packs.block(place);
        var start = block.start(place);
        var bytes = Arrays.copyOfRange(block.bytes(), start, start + block.length(place));
        var segment = Segment.parse(SegmentId.fromBytes(row.id()), bytes);
        if (locator.chunks() != segment.size()) {
            throw new DamagedException("The locator of segment " + segment.id() + " has " + locator.chunks()
                    + " chunks, and the segment " + segment.size() + ".");
        }
        return new Found(segment, locator);
    }
}
