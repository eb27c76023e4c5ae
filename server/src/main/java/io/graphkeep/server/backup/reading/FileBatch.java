package io.graphkeep.server.backup.reading;

import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Small files that one thread reads together, into one piece.
 *
 * <p>Filled by the thread that finds them, then read once by another. What was opened is closed: by the reading, or by
 * {@link #discard} where that never came.
 *
 * @param <T> what the finder makes of a file that was read
 */
public final class FileBatch<T> {
    private static final int MOST_FILES = 64;

    private final List<Pending<T>> files = new ArrayList<>(MOST_FILES);
    private final List<Read<T>> done = new ArrayList<>(MOST_FILES);
    private @Nullable Piece piece;
    private long reserved;
    private volatile boolean read;

    private record Pending<T>(OpenFile file, FileStat before, String name, Finder<T> finder) {}

    /** Who has found a file; asked in the thread that reads it. */
    public interface Finder<T> {
        /** The file is about to be read. */
        void begins(OpenFile file);

        /** The file was read: makes something of it. */
        T ended(ReadOutcome outcome, int chunks);
    }

    /** What was made of a file, and which of the piece's chunks are its own. */
    public record Read<T>(T result, int firstChunk, int endChunk) {}

    FileBatch() {}

    boolean hasRoom(long size) {
        return files.size() < MOST_FILES && reserved + size <= PieceMemory.PIECE_BYTES;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    void add(OpenFile file, FileStat before, String name, Finder<T> finder) {
        reserved += before.size();
        files.add(new Pending<>(file, before, name, finder));
    }

    void lend(Piece memory) {
        piece = memory;
    }

    /** The chunks of all its files. */
    public Piece piece() {
        var filled = piece;
        if (filled == null) {
            throw new IllegalStateException("A batch of files was given no memory");
        }
        return filled;
    }

    /** What was made of the files, in their order. */
    public List<Read<T>> files() {
        return done;
    }

    void read(FileContent content, MessageDigest digest) throws IOException {
        var into = piece();
        for (var pending : files) {
            try (var file = pending.file) {
                var first = into.count();
                pending.finder.begins(file);
                var outcome = content.read(file, pending.before, pending.name, into::add);
                var end = into.count();
                done.add(new Read<>(pending.finder.ended(outcome, end - first), first, end));
            }
        }
        into.hash(digest);
        read = true;
    }

    /** Whether all of it was read. */
    boolean isRead() {
        return read;
    }

    /** Closes what was not read. */
    void discard() throws SystemCallException {
        for (var pending : files) {
            pending.file.close();
        }
    }
}
