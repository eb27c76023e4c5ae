package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.Arrays;

/** Reads the descriptors of segments from where their locators say, and checks that they are what their ids name. */
final class DescriptorReader {
    private final PackReaders packs;

    DescriptorReader(PackReaders packs) {
        this.packs = packs;
    }

    /** A segment's list, where its chunks lie, and the row that says so. */
    record Found(SegmentRow row, Segment segment, Locator locator) {}

    /** The descriptor; damage is an error. */
    Found read(SegmentRow row) throws IOException {
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
        return new Found(row, segment, locator);
    }
}
