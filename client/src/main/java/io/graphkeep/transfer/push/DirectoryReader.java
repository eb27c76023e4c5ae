package io.graphkeep.transfer.push;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.Chunker;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.EntryTally;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentCutter;
import io.graphkeep.transfer.TreeWriter;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Reads what changed of a directory since the snapshot before, and makes tree and segments of all of it.
 *
 * <p>What did not change is taken over by whole segments; small files that share one with something that changed are read too.
 * Each file that is read is looked at before and after.
 */
final class DirectoryReader {
    /** Times this young when a file is read may stay the same through another change. */
    private static final long FRESH_NANOS = 2_000_000_000L;

    private static final long MILLION = 1_000_000L;

    private final SourceDirectory source;
    private final ParentEntries parent;
    private final SegmentQueue queue;
    private final PushProgress progress;
    private final Clock clock;
    private final TreeBytes tree = new TreeBytes(this::send);
    private final TreeWriter writer = new TreeWriter(this::segment, tree);
    private final UnchangedFiles unchanged;
    private final EntryTally tally = new EntryTally();
    private final SegmentBytes open = new SegmentBytes();
    private final Chunker chunker = new Chunker(this::chunk);
    private final MessageDigest digest = ContentId.newDigest();
    private final byte[] id = new byte[ContentId.BYTES];
    private @Nullable NearSegments large;
    private final SmallFilesPlace place;
    private long skip;

    DirectoryReader(
            SourceDirectory source, ParentEntries parent, SegmentQueue queue, PushProgress progress, Clock clock) {
        this.source = source;
        this.parent = parent;
        this.queue = queue;
        this.progress = progress;
        this.clock = clock;
        this.place = new SmallFilesPlace(parent);
        this.unchanged = new UnchangedFiles(parent, writer, this::readRest, this::write);
    }

    /** Reads all; the part of the manifest that tells of it. */
    Manifest.Builder read() throws IOException {
        for (var next = source.next(); next != null; next = source.next()) {
            add(next);
        }
        unchanged.flush();
        writer.finish();
        tree.finish();
        var manifest = tally.manifest()
                .setTreeBytes(tree.bytes())
                .setChunkCount(writer.chunks())
                .setSegmentCount(writer.segments());
        tree.segments().forEach(segment -> manifest.addTreeSegmentIds(ByteString.copyFrom(segment.toBytes())));
        return manifest;
    }

    private void add(SourceEntry next) throws IOException {
        if (!next.isFile()) {
            unchanged.pass(next);
            return;
        }
        var known = parent.find(next.path());
        if (known != null && next.isLike(known.entry())) {
            progress.file(next.path().text(), next.entry().getSize(), true);
            unchanged.add(next, known);
            return;
        }
        unchanged.flush();
        begin(next, known);
        readChanged(next);
        progress.file(next.path().text(), next.entry().getSize(), false);
    }

    private void begin(SourceEntry next, ParentEntries.@Nullable Known known) {
        var isLarge = next.entry().getSize() >= SegmentCutter.LARGE_FILE;
        large = isLarge && known != null ? new NearSegments(parent.between(known.first(), known.end())) : null;
        if (!isLarge && known != null) {
            place.touch(known);
        }
    }

    private void readChanged(SourceEntry file) throws IOException {
        var size = file.entry().getSize();
        writer.fileBegins(size);
        skip = 0;
        var entry = file.entry().toBuilder();
        try {
            var read = content(file);
            entry.setSize(read);
            if (read != size || !source.again(file).entry().equals(file.entry())) {
                progress.problem(file.path().text(), "it changed while it was read");
                entry.addMarks(EntryMark.ENTRY_MARK_TORN);
            }
        } catch (UnreadableFileException unreadable) {
            progress.problem(file.path().text(), String.valueOf(unreadable.getMessage()));
            entry.setSize(unreadable.read()).addMarks(EntryMark.ENTRY_MARK_UNREADABLE);
        }
        if (isFresh(file.entry())) {
            entry.addMarks(EntryMark.ENTRY_MARK_FRESH);
        }
        write(entry.build());
    }

    /** The chunks of a file that has not changed, but for the first so many, which were taken over. */
    private void readRest(SourceEntry file, ParentEntries.Known known, long taken) throws IOException {
        var before = known.entry();
        skip = taken;
        begin(file, known);
        var chunks = writer.chunks() - taken;
        long read;
        try {
            read = content(file);
        } catch (UnreadableFileException unreadable) {
            throw new ChangedMeanwhileException(file.path());
        }
        if (read != before.getSize()
                || writer.chunks() - chunks != before.getChunkCount()
                || !source.again(file).entry().equals(file.entry())) {
            throw new ChangedMeanwhileException(file.path());
        }
    }

    private long content(SourceEntry file) throws IOException {
        var size = file.entry().getSize();
        var read = 0L;
        chunker.begin(file.path().text(), size);
        IOException failure = null;
        try (var channel = FileChannel.open(file.file(), StandardOpenOption.READ)) {
            var limited = new LimitedChannel(channel, size);
            for (var more = chunker.readFrom(limited); more > 0; more = chunker.readFrom(limited)) {
                read += more;
            }
        } catch (ClosedByInterruptException over) {
            // The push has ended; the file is as good as it was.
            throw over;
        } catch (IOException unreadable) {
            failure = unreadable;
        }
        chunker.finish();
        if (failure != null) {
            throw new UnreadableFileException(read, failure);
        }
        return read;
    }

    private void chunk(byte[] buffer, int offset, int length, Encoding encoding, Kind kind) throws IOException {
        if (skip > 0) {
            skip--;
            return;
        }
        ChunkId.of(digest, buffer, offset, length).copyTo(id, 0);
        open.add(buffer, offset, length);
        writer.chunk(id, 0, length, encoding, kind);
    }

    private void segment(Segment segment) throws IOException {
        var file = large;
        if (file == null) {
            send(open.close(segment, false, place.leave()));
        } else if (file.has(segment.id())) {
            open.clear();
        } else {
            send(open.close(segment, false, file.around()));
        }
    }

    private void send(PushedSegment segment) throws IOException {
        try {
            queue.put(segment);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the directory was read", e);
        }
    }

    private void write(Entry entry) throws IOException {
        writer.entry(entry);
        tally.add(entry);
    }

    private boolean isFresh(Entry entry) {
        var limit = clock.millis() * MILLION - FRESH_NANOS;
        return entry.getMtimeNs() >= limit || entry.getCtimeNs() >= limit;
    }
}
