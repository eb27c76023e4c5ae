package io.graphkeep.transfer.pull;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.v1.FileHeader;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;

/**
 * What is done when all files are there, kept in a file: symbolic links, so that nothing is written through one, and the
 * attributes of directories, which every file in them would change.
 */
final class LaterEntries implements Closeable {
    private final Path file;
    private final OutputStream out;

    /** Those of a file that may be there, of an earlier process: one that it had not written to its end is dropped. */
    LaterEntries(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            dropTorn();
        }
        this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Is given entries. */
    interface Visitor {
        void visit(FileHeader header) throws IOException;
    }

    void add(FileHeader header) throws IOException {
        header.writeDelimitedTo(out);
    }

    /** All of them, the first one first. */
    void forEach(Visitor visitor) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            for (var header = FileHeader.parseDelimitedFrom(in);
                    header != null;
                    header = FileHeader.parseDelimitedFrom(in)) {
                visitor.visit(header);
            }
        }
    }

    /** All of them, the last one first: what lies in a directory comes before it. In memory is a number for each. */
    void forEachReversed(Visitor visitor) throws IOException {
        var starts = new ArrayList<Long>();
        var end = new long[] {0};
        forEach(header -> {
            starts.add(end[0]);
            var size = header.getSerializedSize();
            end[0] += size + varintBytes(size);
        });
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (var at = starts.size() - 1; at >= 0; at--) {
                channel.position(starts.get(at));
                var header = FileHeader.parseDelimitedFrom(Channels.newInputStream(channel));
                if (header != null) {
                    visitor.visit(header);
                }
            }
        }
    }

    private void dropTorn() throws IOException {
        var whole = new long[] {0};
        try {
            forEach(header -> whole[0] += header.getSerializedSize() + varintBytes(header.getSerializedSize()));
        } catch (InvalidProtocolBufferException torn) {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole[0]);
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static int varintBytes(int value) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(value | 1) + 6) / 7;
    }
}
