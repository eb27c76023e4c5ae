package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.Chunker;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A regular file of a live directory, read only where its size and times do not prove it unchanged.
 *
 * <p>It is cut as a capture would cut it, and the chunks compared; nothing of it is kept.
 */
final class LiveFile implements NewerEntry {
    private static final int READ_BYTES = 1 << 18;

    private final Entry.Builder entry;
    private final TreePath path;
    private final Directory parent;
    private final Name name;
    private final DiffListener listener;
    private boolean unchanged;

    LiveFile(Entry.Builder entry, TreePath path, Directory parent, Name name, DiffListener listener) {
        this.entry = entry;
        this.path = path;
        this.parent = parent;
        this.name = name;
        this.listener = listener;
    }

    @Override
    public @Nullable Entry entry(@Nullable Entry older) throws IOException {
        if (older != null && isUnchanged(older)) {
            unchanged = true;
            return older;
        }
        try (var file = parent.file(name)) {
            EntryMaker.add(entry, file.attributes());
            return entry.build();
        } catch (SystemCallException e) {
            return e.isGone()
                    ? null
                    : entry.addMarks(EntryMark.ENTRY_MARK_UNREADABLE).build();
        }
    }

    @Override
    public Content content(TreeSide older) throws IOException {
        if (unchanged) {
            return Content.SAME;
        }
        var match = new ContentMatch(older, older.slices());
        var chunker = new Chunker((buffer, offset, length, encoding, kind) ->
                match.add(ChunkId.of(buffer, offset, length), length, encoding));
        try (var file = parent.file(name)) {
            var stat = file.stat();
            if (stat.kind() == FileStat.Kind.REGULAR) {
                cut(file, stat.size(), chunker);
            }
        } catch (SystemCallException e) {
            // It went away or cannot be read: what could be compared differs.
            return new Content(false, match.newBytes());
        }
        return new Content(match.isSame(), match.newBytes());
    }

    private boolean isUnchanged(Entry older) {
        return older.getKind() == entry.getKind()
                && older.getMarksCount() == 0
                && older.getSize() == entry.getSize()
                && older.getMtimeNs() == entry.getMtimeNs()
                && older.getCtimeNs() == entry.getCtimeNs();
    }

    private void cut(OpenFile file, long size, Chunker chunker) throws IOException {
        var buffer = ByteBuffer.allocateDirect(READ_BYTES);
        var bytes = new byte[READ_BYTES];
        chunker.begin(path.text(), size);
        var position = 0L;
        while (position < size) {
            listener.checkCancelled();
            buffer.clear().limit((int) Math.min(READ_BYTES, size - position));
            var count = file.read(buffer, position);
            if (count == 0) {
                break;
            }
            buffer.flip().get(bytes, 0, count);
            chunker.write(bytes, 0, count);
            position += count;
        }
        chunker.finish();
    }
}
