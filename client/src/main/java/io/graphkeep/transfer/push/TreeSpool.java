package io.graphkeep.transfer.push;

import com.github.luben.zstd.ZstdInputStream;
import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The tree of the snapshot before, as it came: in memory, or in a file without a name where it is large. */
final class TreeSpool implements AutoCloseable {
    private static final int MOST_IN_MEMORY = 8 << 20;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable FileChannel file;

    void write(ByteString frame) throws IOException {
        var spooled = file;
        if (spooled == null && memory.size() + frame.size() <= MOST_IN_MEMORY) {
            frame.writeTo(memory);
            return;
        }
        if (spooled == null) {
            spooled = FileChannel.open(
                    Files.createTempFile("graphkeep-", ".tree"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            file = spooled;
            writeAll(spooled, ByteBuffer.wrap(memory.toByteArray()));
            memory.reset();
        }
        writeAll(spooled, frame.asReadOnlyByteBuffer());
    }

    /** The tree's bytes from the first on; one reader at a time. */
    InputStream read() throws IOException {
        var spooled = file;
        if (spooled == null) {
            return new ZstdInputStream(new ByteArrayInputStream(memory.toByteArray()));
        }
        return new ZstdInputStream(Channels.newInputStream(spooled.position(0)));
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private static void writeAll(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
