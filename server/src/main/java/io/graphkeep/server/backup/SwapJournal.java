package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a journalled swap is to do, durable before its first step and unchanged until its last: whoever reads it can go on.
 *
 * @param steps in the order in which they are made
 * @param root what the top directory gets at the end; without a kind where it stays as it is
 */
record SwapJournal(List<Step> steps, Entry root, boolean skipOwners) {
    private static final Name NAME = Name.of("journal");
    private static final int MAGIC = 0x474B_524A;
    /** How long one may be: that of half a million entries with names of 50 bytes. None that is longer is ever begun. */
    static final int MOST_BYTES = 32 << 20;

    private static final int BUFFER = 1 << 20;

    SwapJournal {
        steps = List.copyOf(steps);
    }

    /**
     * One entry.
     *
     * @param inode of the new content, which tells it from old; 0 where old content leaves its place for nothing
     */
    record Step(TreePath path, long inode) {
        /** What it takes in the journal. */
        int bytes() {
            return Long.BYTES + Integer.BYTES + path.toBytes().length;
        }
    }

    static boolean isIn(Directory work) throws IOException {
        return work.has(NAME);
    }

    void write(Directory work) throws IOException {
        var all = content();
        try (var file = work.createFile(NAME)) {
            var direct = ByteBuffer.allocateDirect(BUFFER);
            while (all.hasRemaining()) {
                var position = all.position();
                var step = Math.min(BUFFER, all.remaining());
                direct.clear().put(all.slice(position, step)).flip();
                file.write(direct, position);
                all.position(position + step);
            }
            file.sync();
        }
        work.sync();
    }

    /** What goes before the steps. */
    static int headBytes(Entry root) {
        return 3 * Integer.BYTES + 1 + root.getSerializedSize();
    }

    private ByteBuffer content() {
        var bytes = headBytes(root) + steps.stream().mapToLong(Step::bytes).sum();
        if (bytes > MOST_BYTES) {
            throw new IllegalStateException("A swap was planned that no journal can hold");
        }
        var content = ByteBuffer.allocate((int) bytes + ContentId.BYTES)
                .putInt(MAGIC)
                .put((byte) (skipOwners ? 1 : 0))
                .putInt(root.getSerializedSize())
                .put(root.toByteArray())
                .putInt(steps.size());
        for (var step : steps) {
            var path = step.path().toBytes();
            content.putLong(step.inode()).putInt(path.length).put(path);
        }
        return content.put(digest(content.array(), content.position())).flip();
    }

    /** Reads it back, believing nothing: it lies where others may write. */
    static SwapJournal read(Directory work) throws IOException {
        var all = readAll(work);
        var length = all.length - ContentId.BYTES;
        if (length < 0 || !Arrays.equals(digest(all, length), Arrays.copyOfRange(all, length, all.length))) {
            throw new IOException("The journal of the swap is damaged");
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(all, 0, length))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("The journal of the swap is of an unknown version");
            }
            var skipOwners = in.readBoolean();
            var root = Entry.parseFrom(bytes(in));
            var count = in.readInt();
            var steps = new ArrayList<Step>();
            for (var i = 0; i < count; i++) {
                var inode = in.readLong();
                steps.add(new Step(path(bytes(in)), inode));
            }
            return new SwapJournal(steps, root, skipOwners);
        }
    }

    private static TreePath path(byte[] raw) throws IOException {
        try {
            return TreePath.parse(raw);
        } catch (FormatException e) {
            throw new IOException("The journal of the swap names what is no path", e);
        }
    }

    private static byte[] readAll(Directory work) throws IOException {
        try (var file = work.file(NAME)) {
            var size = file.stat().size();
            if (size > MOST_BYTES + ContentId.BYTES) {
                throw new IOException("The journal of the swap is too long");
            }
            var all = new byte[(int) size];
            var direct = ByteBuffer.allocateDirect(BUFFER);
            var at = 0;
            while (at < all.length) {
                var count = file.read(direct.clear().limit(Math.min(BUFFER, all.length - at)), at);
                if (count == 0) {
                    throw new IOException("The journal of the swap is cut short");
                }
                direct.flip().get(all, at, count);
                at += count;
            }
            return all;
        }
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        var length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("The journal of the swap is cut short");
        }
        return in.readNBytes(length);
    }

    private static byte[] digest(byte[] bytes, int length) {
        MessageDigest digest = ContentId.newDigest();
        digest.update(bytes, 0, length);
        return digest.digest();
    }
}
