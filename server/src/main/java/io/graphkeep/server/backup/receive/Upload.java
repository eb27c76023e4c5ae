package io.graphkeep.server.backup.receive;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.backup.assembly.AssembledTree;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.PushSession;
import io.graphkeep.transfer.Chunker;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.SegmentCutter;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileTrailer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of an upload, frame by frame in any order of paths.
 *
 * <p>Memory is bounded whatever comes: chunks are stored as they are cut, and what the files consist of lies in files without a
 * name until all are there. Not thread-safe.
 */
final class Upload implements AutoCloseable {
    private static final int MOST_FRAME = 256 << 10;
    private static final int MOST_HARD_LINKS = 10_000;
    private static final int MOST_LINKED_BYTES = 4 << 20;

    private final UploadedEntries entries;
    private final PushSession session;
    private final ParentFiles parent;
    private final LongConsumer counted;
    private final SpoolFile spool;
    private final PathOrder order;
    private final UploadedContent content;
    private final Chunker chunker;
    private final MessageDigest digest = ContentId.newDigest();
    private final byte[] copy = new byte[MOST_FRAME];
    private final Set<TreePath> linked = new HashSet<>();
    private FileHeader header = FileHeader.getDefaultInstance();
    private Entry.@Nullable Builder open;
    private int linkedBytes;
    private long from;
    private long size;
    private long entriesSent;
    private long files;
    private long bytes;

    /**
     * Nothing was sent yet.
     *
     * @param directory for files that have no name
     * @param counted told the bytes of all files after each frame; throws where they are too many
     */
    Upload(UploadedEntries entries, PushSession session, ParentFiles parent, Path directory, LongConsumer counted)
            throws IOException {
        this.entries = entries;
        this.session = session;
        this.parent = parent;
        this.counted = counted;
        this.spool = SpoolFile.in(directory);
        this.order = new PathOrder(directory);
        this.content = new UploadedContent(session, new SpoolWriter(spool));
        this.chunker = new Chunker(content::chunk);
    }

    /** An entry begins. */
    void file(FileHeader next) throws IOException {
        endOfEmpty();
        header = next;
        var entry = entries.of(next);
        entriesSent++;
        switch (entry.getKind()) {
            case ENTRY_KIND_FILE -> begin(entry);
            case ENTRY_KIND_HARD_LINK -> {
                files++;
                link(TreePath.parse(entry.getLinkTarget()));
                add(entry, spool.size());
            }
            case ENTRY_KIND_DIRECTORY, ENTRY_KIND_SYMLINK, ENTRY_KIND_UNSPECIFIED, UNRECOGNIZED ->
                add(entry, spool.size());
        }
        open = entry;
    }

    /** The next bytes of the file that began last. */
    void data(ByteString data) throws IOException {
        var file = open;
        if (file == null || file.getKind() != EntryKind.ENTRY_KIND_FILE) {
            throw EntryRefusal.outOfOrder("Bytes were sent, and no regular file had begun.");
        }
        if (data.size() > MOST_FRAME) {
            throw EntryRefusal.outOfOrder(
                    "A frame brought " + data.size() + " bytes, and at most " + MOST_FRAME + " are taken in one.");
        }
        size += data.size();
        bytes += data.size();
        if (header.hasSizeBytes() && size > header.getSizeBytes()) {
            throw wrongSize();
        }
        counted.accept(bytes);
        if (size >= SegmentCutter.LARGE_FILE) {
            content.isLarge();
        }
        data.copyTo(ByteBuffer.wrap(copy));
        digest.update(copy, 0, data.size());
        chunker.write(copy, 0, data.size());
    }

    /** The entry that began last has ended. */
    void fileEnd(FileTrailer trailer) throws IOException {
        var entry = open;
        if (entry == null) {
            throw EntryRefusal.outOfOrder("A file was ended, and none had begun.");
        }
        open = null;
        if (entry.getKind() != EntryKind.ENTRY_KIND_FILE) {
            return;
        }
        var actual = digest.digest();
        if (!trailer.getSha256().isEmpty() && !trailer.getSha256().equals(ByteString.copyFrom(actual))) {
            throw new GraphkeepException(
                            Reason.DIGEST_MISMATCH,
                            "The bytes that arrived as " + EntryRefusal.shown(header.getPath())
                                    + " do not have the SHA-256 that was sent after them.")
                    .with("path", EntryRefusal.shown(header.getPath()));
        }
        if (header.hasSizeBytes() && size != header.getSizeBytes()) {
            throw wrongSize();
        }
        chunker.finish();
        content.end();
        files++;
        add(entry.setSize(size), from);
    }

    /** All was sent: makes the tree. */
    AssembledTree end(@Nullable Long expectedEntries, List<SegmentId> parentTree, Runnable look) throws IOException {
        endOfEmpty();
        if (expectedEntries != null && expectedEntries != entriesSent) {
            throw EntryRefusal.outOfOrder(
                    "The end speaks of " + expectedEntries + " entries, and " + entriesSent + " arrived.");
        }
        spool.flush();
        order.finish();
        return new UploadedTree(session.writer(), parentTree, entries, spool, linked).of(order, look);
    }

    /** How many files have come, hard links among them. */
    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        try (spool) {
            order.close();
        }
    }

    private void begin(Entry.Builder entry) throws IOException {
        size = 0;
        from = spool.size();
        digest.reset();
        if (header.hasSizeBytes() && header.getSizeBytes() < 0) {
            throw wrongSize();
        }
        var path = TreePath.parse(entry.getPath());
        content.begin(parent.find(path));
        chunker.begin(path.text(), header.hasSizeBytes() ? header.getSizeBytes() : -1);
    }

    /** Directories and links need no trailer; a file does, since its end would be a guess otherwise. */
    private void endOfEmpty() {
        var entry = open;
        if (entry != null && entry.getKind() == EntryKind.ENTRY_KIND_FILE) {
            throw EntryRefusal.outOfOrder(
                    "The file " + EntryRefusal.shown(header.getPath()) + " had not ended when something else came.");
        }
        open = null;
    }

    private void link(TreePath target) {
        if (!linked.add(target)) {
            return;
        }
        linkedBytes += target.toBytes().length;
        if (linked.size() > MOST_HARD_LINKS || linkedBytes > MOST_LINKED_BYTES) {
            throw EntryRefusal.of(
                    header.getPath(),
                    "hard links of an upload name at most " + MOST_HARD_LINKS + " files, by names of at most "
                            + (MOST_LINKED_BYTES >> 20) + " MiB together");
        }
    }

    private void add(Entry.Builder entry, long listFrom) throws IOException {
        order.add(UploadedFile.of(entry.build(), listFrom, spool.size()));
    }

    private GraphkeepException wrongSize() {
        return EntryRefusal.of(
                header.getPath(),
                "its size was told as " + header.getSizeBytes() + " bytes, and " + size + " came"
                        + (size > header.getSizeBytes() ? " or more" : ""));
    }
}
