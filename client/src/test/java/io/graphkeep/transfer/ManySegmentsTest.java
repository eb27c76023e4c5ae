package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.TreeItem;
import io.graphkeep.format.v1.TreeSegment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A file that names very many segments, which a few kilobytes can, since equal ones are stored once. */
class ManySegmentsTest {
    private static final int BATCHES = 1_000;
    private static final int IN_A_BATCH = 500;
    private static final Segment SEGMENT =
            Segment.of(List.of(new ChunkRef(ChunkId.of(new byte[4], 0, 4), 4, Encoding.RAW, Kind.TEXT)));

    @Test
    void theyDoNotWaitInMemoryForTheirEntry() throws IOException {
        var contents = new TreeContents(new TreeReader(tree()), new TreeReader(tree()), new Source());
        var before = used();

        var entry = contents.nextEntry();
        var grown = used() - before;

        assertThat(grown).isLessThan(16 << 20);
        assertThat(contents.segments()).isEqualTo(BATCHES * (long) IN_A_BATCH);
        assertThat(entry).isNotNull();
        var chunks = 0;
        while (contents.nextChunk() != null) {
            chunks++;
        }
        assertThat(chunks).isEqualTo(BATCHES * IN_A_BATCH);
        assertThat(contents.nextEntry()).isNull();
    }

    @Test
    void theyAreExpectedInTurn() throws IOException {
        var source = new Source();
        var contents = new TreeContents(new TreeReader(tree()), new TreeReader(tree()), source);
        contents.nextEntry();

        for (var chunk = 0; chunk < 1_000; chunk++) {
            contents.nextChunk();
        }

        assertThat(source.expected).isEqualTo(1024);
    }

    private static final class Source implements SegmentSource {
        private int expected;

        @Override
        public Segment segment(SegmentId id) {
            return SEGMENT;
        }

        @Override
        public void expect(List<SegmentId> ids) {
            expected += ids.size();
        }
    }

    private static InputStream tree() throws IOException {
        var count = BATCHES * IN_A_BATCH;
        var batch = new ByteArrayOutputStream();
        for (var i = 0; i < IN_A_BATCH; i++) {
            TreeItem.newBuilder()
                    .setSegment(TreeSegment.newBuilder()
                            .setId(ByteString.copyFrom(SEGMENT.id().toBytes()))
                            .setChunkCount(1))
                    .build()
                    .writeDelimitedTo(batch);
        }
        var entry = new ByteArrayOutputStream();
        TreeItem.newBuilder()
                .setEntry(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .setSize(4L * count)
                        .setChunkCount(count))
                .build()
                .writeDelimitedTo(entry);
        var bytes = batch.toByteArray();
        var parts = new ArrayList<InputStream>();
        for (var i = 0; i < BATCHES; i++) {
            parts.add(new ByteArrayInputStream(bytes));
        }
        parts.add(new ByteArrayInputStream(entry.toByteArray()));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
