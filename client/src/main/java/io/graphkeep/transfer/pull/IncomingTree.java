package io.graphkeep.transfer.pull;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.graphkeep.transfer.EscapedText;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileKind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a stream brings, entry by entry, believing nothing of it.
 *
 * <p>Files are written as they come and get their attributes when they end; {@link #finish} does what must wait for all of them.
 */
final class IncomingTree implements Closeable {
    private final LocalTree tree;
    private final LaterEntries later;
    private final Attributes attributes = new Attributes();
    private @Nullable IncomingFile file;
    private @Nullable FileHeader last;
    private long lastPosition;
    private boolean lastIsDone;
    private long files;
    private long bytes;
    private long received;

    IncomingTree(Path top, LaterEntries later) {
        this.tree = new LocalTree(top);
        this.later = later;
    }

    Attributes attributes() {
        return attributes;
    }

    /** Regular files that are here to their end. */
    long files() {
        return files;
    }

    /** Their bytes, and those of the one that is coming. */
    long bytes() {
        var now = file;
        return bytes + (now == null ? 0 : now.position());
    }

    long received() {
        return received;
    }

    /** The path that was begun last, escaped; empty before the first one. */
    String path() {
        return last == null ? "" : last.getPath();
    }

    /** Whether it has bytes of its own, of which some may be missing still. */
    boolean isFile() {
        return last != null
                && last.getKind() == FileKind.FILE_KIND_REGULAR
                && last.getHardLinkTarget().isEmpty();
    }

    /** How many of its bytes are here. */
    long position() {
        var now = file;
        return now == null ? lastPosition : now.position();
    }

    /** Takes up what an earlier process left: the file that it was writing may be here in part. */
    void resume(String path, boolean isFile) throws IOException {
        var place = tree.place(parse(path));
        last = FileHeader.newBuilder().setPath(path).build();
        lastIsDone = !isFile;
        lastPosition = isFile && Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) ? Files.size(place) : 0;
    }

    /** An entry begins. */
    void begin(FileHeader header) throws IOException {
        if (file != null) {
            throw PullException.violation(header.getPath() + " begins before another file has ended");
        }
        var path = parse(header.getPath());
        var isSame = header.getPath().equals(path());
        if (!isSame) {
            dropUnfinished();
        }
        var isAgain = isSame && lastIsDone;
        if (header.getOffset() != (isSame ? lastPosition : 0)) {
            throw PullException.violation(path + " does not begin where it was asked for");
        }
        switch (header.getKind()) {
            case FILE_KIND_DIRECTORY -> {
                tree.directory(path);
                later.add(header);
            }
            case FILE_KIND_SYMLINK -> {
                tree.clear(path);
                later.add(header);
            }
            case FILE_KIND_REGULAR -> {
                if (header.getHardLinkTarget().isEmpty()) {
                    beginFile(path, header, isAgain);
                    return;
                }
                hardLink(path, parse(header.getHardLinkTarget()));
                files += isAgain ? 0 : 1;
            }
            case FILE_KIND_UNSPECIFIED, FILE_KIND_SOCKET, FILE_KIND_FIFO, FILE_KIND_DEVICE, UNRECOGNIZED ->
                throw PullException.violation(path + " is of a kind that no snapshot holds");
        }
        last = header;
        lastPosition = 0;
        lastIsDone = true;
    }

    /** Bytes of the file that has begun. */
    void data(ByteString data) throws IOException {
        var now = file;
        if (now == null) {
            throw PullException.violation("bytes that belong to no file");
        }
        received += data.size();
        UnsafeByteOperations.unsafeWriteTo(data, new ByteOutput() {
            @Override
            public void write(byte value) throws IOException {
                now.write(new byte[] {value}, 0, 1);
            }

            @Override
            public void write(byte[] value, int offset, int length) throws IOException {
                now.write(value, offset, length);
            }

            @Override
            public void writeLazy(byte[] value, int offset, int length) throws IOException {
                now.write(value, offset, length);
            }

            @Override
            public void write(ByteBuffer value) throws IOException {
                var copy = new byte[value.remaining()];
                value.get(copy);
                now.write(copy, 0, copy.length);
            }

            @Override
            public void writeLazy(ByteBuffer value) throws IOException {
                write(value);
            }
        });
    }

    /** The file has ended. */
    void end(ByteString sha256) throws IOException {
        var now = file;
        if (now == null) {
            throw PullException.violation("the end of no file");
        }
        try {
            now.finish(sha256.toByteArray());
        } catch (PullException wrong) {
            broke();
            dropUnfinished();
            lastIsDone = false;
            throw wrong;
        }
        now.close();
        attributes.applyToFile(tree.found(now.path()), now.header());
        file = null;
        lastPosition = now.position();
        lastIsDone = true;
        files++;
        bytes += lastPosition;
    }

    /** The stream broke: what is here of a file stays, for another stream to go on. */
    void broke() throws IOException {
        var now = file;
        if (now != null) {
            lastPosition = now.position();
            now.close();
            file = null;
        }
    }

    /** Nothing more comes: an unfinished file that the server left out goes. */
    void complete() throws IOException {
        if (file != null) {
            throw PullException.violation("the end before a file has ended");
        }
        dropUnfinished();
    }

    /** Makes the links, and gives directories their attributes. Can be done again. */
    void finish() throws IOException {
        later.forEach(header -> {
            if (header.getKind() == FileKind.FILE_KIND_SYMLINK) {
                symlink(header);
            }
        });
        later.forEachReversed(header -> {
            if (header.getKind() == FileKind.FILE_KIND_DIRECTORY) {
                var place = tree.found(parse(header.getPath()));
                if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                    throw PullException.violation(header.getPath() + " is a directory, and something else");
                }
                attributes.applyToFile(place, header);
            }
        });
    }

    @Override
    public void close() throws IOException {
        broke();
        later.close();
    }

    private void beginFile(TreePath path, FileHeader header, boolean isAgain) throws IOException {
        if (header.getSizeBytes() < 0 || header.getOffset() > header.getSizeBytes()) {
            throw PullException.violation(path + " has a size that cannot be");
        }
        if (isAgain) {
            // It was counted when it ended.
            files--;
            bytes -= lastPosition;
        }
        file = header.getOffset() > 0
                ? IncomingFile.resume(path, header, tree.found(path))
                : IncomingFile.create(path, header, tree.clear(path));
        last = header;
        lastIsDone = false;
    }

    private void hardLink(TreePath path, TreePath target) throws IOException {
        var existing = tree.found(target);
        if (!Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS)) {
            throw PullException.violation(path + " is a link to a file that has not come");
        }
        if (path.equals(target)) {
            throw PullException.violation(path + " is a link to itself");
        }
        Files.createLink(tree.clear(path), existing);
    }

    private void symlink(FileHeader header) throws IOException {
        var path = parse(header.getPath());
        var target = raw(header.getLinkTarget());
        if (target.length == 0 || target.length > TreePath.MAX_BYTES) {
            throw PullException.violation(path + " is a link to nowhere");
        }
        for (var each : target) {
            if (each == 0) {
                throw PullException.violation(path + " is a link with a NUL in it");
            }
        }
        var place = tree.clear(path);
        Files.createSymbolicLink(place, LinkTarget.of(target));
        attributes.applyToLink(place, header);
    }

    /** A file that was begun and does not go on: the server found it damaged meanwhile. */
    private void dropUnfinished() throws IOException {
        if (last != null && !lastIsDone) {
            tree.clear(parse(last.getPath()));
            lastIsDone = true;
        }
        lastPosition = 0;
    }

    private static TreePath parse(String escaped) throws PullException {
        try {
            var path = TreePath.parseText(escaped);
            if (path.isRoot()) {
                throw PullException.violation("a path of no name");
            }
            return path;
        } catch (FormatException hostile) {
            throw PullException.violation("a path that no tree has", hostile);
        }
    }

    private static byte[] raw(String escaped) throws PullException {
        try {
            return EscapedText.parse(escaped);
        } catch (FormatException hostile) {
            throw PullException.violation("a link that cannot be read", hostile);
        }
    }
}
