package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.DamagedObject;
import io.graphkeep.transfer.EscapedText;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;

/**
 * Names the files of a snapshot that damaged objects hit, by the tree alone: it tells which chunks of which segments a file
 * is made of, and no list of chunks is read.
 */
final class HitFiles {
    private final SnapshotTrees trees;

    HitFiles(SnapshotTrees trees) {
        this.trees = trees;
    }

    /** Is told each object with each file that it hits. */
    @FunctionalInterface
    interface Sink {
        void hit(DamagedObject object, String path);
    }

    private static final class Listed {
        private final SegmentId id;
        private final int chunks;
        private int used;

        private Listed(SegmentId id, int chunks) {
            this.id = id;
            this.chunks = chunks;
        }
    }

    /** Walks the tree as far as it can be read; false where it cannot be read to its end. */
    boolean tell(UUID snapshot, List<DamagedObject> objects, Sink sink) {
        try (var tree = trees.open(snapshot);
                var bytes = tree.bytes()) {
            var reader = new TreeReader(bytes);
            var segments = new ArrayDeque<Listed>();
            for (var item = reader.next(); item != null; item = reader.next()) {
                if (item.hasSegment()) {
                    var segment = item.getSegment();
                    segments.add(
                            new Listed(SegmentId.fromBytes(segment.getId().toByteArray()), segment.getChunkCount()));
                    continue;
                }
                look(item.getEntry(), segments, objects, sink);
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (GraphkeepException e) {
            if (e.reason() == Reason.SNAPSHOT_CORRUPT
                    || e.reason() == Reason.SNAPSHOT_NOT_FOUND
                    || e.reason() == Reason.SNAPSHOT_NOT_READY) {
                return false;
            }
            throw e;
        }
    }

    private static void look(Entry entry, ArrayDeque<Listed> segments, List<DamagedObject> objects, Sink sink) {
        var hit = new boolean[objects.size()];
        for (var left = entry.getChunkCount(); left > 0; ) {
            var segment = segments.element();
            var count = (int) Math.min(left, segment.chunks - segment.used);
            for (var i = 0; i < hit.length; i++) {
                hit[i] |= isHit(objects.get(i), segment.id, segment.used, segment.used + count);
            }
            segment.used += count;
            left -= count;
            if (segment.used == segment.chunks) {
                segments.remove();
            }
        }
        for (var i = 0; i < hit.length; i++) {
            if (hit[i]) {
                sink.hit(objects.get(i), EscapedText.of(entry.getPath().toByteArray()));
            }
        }
    }

    private static boolean isHit(DamagedObject object, SegmentId segment, int from, int to) {
        var lost = object.segments().get(segment);
        if (lost == null) {
            return false;
        }
        var chunk = lost.map(chunks -> chunks.nextSetBit(from)).orElse(from);
        return chunk >= from && chunk < to;
    }
}
