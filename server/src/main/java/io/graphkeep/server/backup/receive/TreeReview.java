package io.graphkeep.server.backup.receive;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.PushSession;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.EntryTally;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.SegmentSource;
import io.graphkeep.transfer.TreeContents;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a snapshot that was pushed as whoever restores it will, before it is committed.
 *
 * <p>Every segment that it names must be the graph's own or have been sent in full, every file must have the size that its
 * chunks make, and the manifest must count what is there. Reading goes on in bounded memory.
 */
final class TreeReview {
    private static final int TOGETHER = 1_000;
    /** Of the names of the files that hard links name; more of them are looked at in further passes. */
    private static final int MOST_NAMES = 8 << 20;

    // What one takes beside its name.
    private static final int EACH = 100;
    private static final int LOOK_EVERY = 1_024;

    private final PushSession session;
    private final Manifest manifest;
    private final Runnable look;

    private TreeReview(PushSession session, Manifest manifest, Runnable look) {
        this.session = session;
        this.manifest = manifest;
        this.look = look;
    }

    /**
     * Refuses what is not whole; otherwise the session refers to all of it, and to nothing else.
     *
     * @param parent the manifest of the graph's newest snapshot; null where it is not to be had
     */
    static void run(PushSession session, Manifest manifest, @Nullable Manifest parent, Runnable look)
            throws IOException {
        try {
            new TreeReview(session, manifest, look).run(parent);
        } catch (FormatException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private void run(@Nullable Manifest parent) throws IOException {
        var reader = session.review(manifest);
        if (parent != null && isLike(parent)) {
            session.referToAllOfParent();
            return;
        }
        var tree = manifest.getTreeSegmentIdsList().stream()
                .map(id -> SegmentId.fromBytes(id.toByteArray()))
                .toList();
        for (var from = 0; from < tree.size(); from += TOGETHER) {
            refer(tree.subList(from, Math.min(tree.size(), from + TOGETHER)));
        }
        readAll(reader);
        requireLinks(reader);
    }

    private boolean isLike(Manifest parent) {
        return content(parent).equals(content(manifest));
    }

    /** What of a manifest its content decides. */
    private static Manifest content(Manifest manifest) {
        return manifest.toBuilder()
                .clearSnapshotId()
                .clearOriginInstanceId()
                .clearCutTimeUs()
                .clearConsistency()
                .clearEpoch()
                .clearProperties()
                .build();
    }

    private void readAll(ReadSession reader) throws IOException {
        var bytes = new CountedStream(reader.tree(), look);
        var contents = new TreeContents(new TreeReader(bytes), tree(reader), new Referring(reader));
        var tally = new EntryTally();
        var chunks = 0L;
        for (var entry = contents.nextEntry(); entry != null; entry = contents.nextEntry()) {
            look.run();
            tally.add(entry);
            while (contents.nextChunk() != null) {
                if (++chunks % LOOK_EVERY == 0) {
                    look.run();
                }
            }
        }
        requireCounts(tally.manifest()
                .setTreeBytes(bytes.count)
                .setChunkCount(chunks)
                .setSegmentCount(contents.segments())
                .build());
    }

    private void requireCounts(Manifest actual) {
        for (var field : Manifest.getDescriptor().getFields()) {
            var isCount = field.getName().endsWith("_count") || field.getName().endsWith("_bytes");
            if (isCount && !actual.getField(field).equals(manifest.getField(field))) {
                throw invalid("its " + field.getName() + " is " + manifest.getField(field) + ", and its tree has "
                        + actual.getField(field));
            }
        }
    }

    private void refer(List<SegmentId> segments) throws IOException {
        if (!session.refer(new HashSet<>(segments))) {
            throw new GraphkeepException(
                    Reason.SEGMENT_UNKNOWN,
                    "The snapshot names a segment that is not its graph's and was not sent in full.");
        }
    }

    /** A hard link that names no file could not be restored. Some of them are looked at in each pass through the tree. */
    private void requireLinks(ReadSession reader) throws IOException {
        var targets = new HashSet<TreePath>();
        for (var done = 0L; done < manifest.getHardLinkCount(); ) {
            done = collect(targets, reader, done);
            var tree = tree(reader);
            for (var item = tree.next(); item != null && !targets.isEmpty(); item = tree.next()) {
                if (item.hasEntry() && item.getEntry().getKind() == EntryKind.ENTRY_KIND_FILE) {
                    targets.remove(TreePath.parse(item.getEntry().getPath()));
                }
            }
            if (!targets.isEmpty()) {
                throw invalid("a hard link names "
                        + EntryRefusal.shown(targets.iterator().next().text()) + ", which is no file of the tree");
            }
        }
    }

    /** What the links from one on name, as many as may be held; the number of the first that was not looked at. */
    private long collect(Set<TreePath> targets, ReadSession reader, long from) throws IOException {
        var number = 0L;
        var bytes = 0;
        var tree = tree(reader);
        for (var item = tree.next(); item != null && bytes < MOST_NAMES; item = tree.next()) {
            if (item.hasEntry() && isLink(item.getEntry()) && number++ >= from) {
                var target = item.getEntry().getLinkTarget();
                bytes += targets.add(TreePath.parse(target)) ? EACH + target.size() : 0;
            }
        }
        return number;
    }

    private TreeReader tree(ReadSession reader) {
        return new TreeReader(new CountedStream(reader.tree(), look));
    }

    private static boolean isLink(Entry entry) {
        return entry.getKind() == EntryKind.ENTRY_KIND_HARD_LINK;
    }

    private static GraphkeepException invalid(String fault) {
        return new GraphkeepException(Reason.MANIFEST_INVALID, "The snapshot cannot be kept: " + fault + ".");
    }

    /** Gives the lists of segments, each only after it is certain that the snapshot may refer to it. */
    private final class Referring implements SegmentSource {
        private final ReadSession reader;

        private Referring(ReadSession reader) {
            this.reader = reader;
        }

        @Override
        public void expect(List<SegmentId> ids) throws IOException {
            refer(ids);
            reader.expect(ids);
        }

        @Override
        public Segment segment(SegmentId id) throws IOException {
            return reader.segment(id);
        }
    }

    /** Counts what is read of a tree, and looks whether to go on. */
    private static final class CountedStream extends InputStream {
        private final InputStream in;
        private final Runnable look;
        private long count;

        private CountedStream(InputStream in, Runnable look) {
            this.in = in;
            this.look = look;
        }

        @Override
        public int read() throws IOException {
            look.run();
            var next = in.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            look.run();
            var read = in.read(target, offset, length);
            count += Math.max(read, 0);
            return read;
        }
    }
}
