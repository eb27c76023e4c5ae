package io.graphkeep.server.backup.receive;

import io.graphkeep.format.v1.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Puts the entries of an upload into the order of a tree, in bounded memory: what is too much for that is sorted in runs, which
 * lie in a file until they are merged.
 */
final class PathOrder implements AutoCloseable {
    private static final int MOST_BYTES = 2 << 20;
    /** What an entry takes beside its own bytes. */
    private static final int OVERHEAD = 200;

    private final Path directory;
    private final List<Run> runs = new ArrayList<>();
    private final PriorityQueue<Head> heads = new PriorityQueue<>();
    private List<UploadedFile> waiting = new ArrayList<>();
    private int bytes;
    private int taken;
    private @Nullable SpoolFile spool;

    /** Where a sorted run lies. */
    private record Run(long from, long to) {}

    /** The next entry of a run. */
    private record Head(UploadedFile file, @Nullable SpoolReader rest) implements Comparable<Head> {
        @Override
        public int compareTo(Head other) {
            return file.compareTo(other.file);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    PathOrder(Path directory) {
        this.directory = directory;
    }

    void add(UploadedFile file) throws IOException {
        waiting.add(file);
        bytes += file.entry().getSerializedSize() + OVERHEAD;
        if (bytes >= MOST_BYTES) {
            spill();
        }
    }

    /** No more are added: from now on they are taken. */
    void finish() throws IOException {
        if (runs.isEmpty()) {
            waiting.sort(null);
            return;
        }
        spill();
        var file = spool();
        file.flush();
        for (var run : runs) {
            advance(new SpoolReader(file, run.from(), run.to()));
        }
    }

    /** The next one in the order of a tree; null where there are no more. */
    @Nullable
    UploadedFile next() throws IOException {
        if (runs.isEmpty()) {
            return taken < waiting.size() ? waiting.get(taken++) : null;
        }
        var head = heads.poll();
        if (head == null) {
            return null;
        }
        var rest = head.rest();
        if (rest != null) {
            advance(rest);
        }
        return head.file();
    }

    @Override
    public void close() throws IOException {
        if (spool != null) {
            spool.close();
        }
    }

    private void spill() throws IOException {
        waiting.sort(null);
        var file = spool();
        var from = file.size();
        var out = new SpoolWriter(file);
        for (var next : waiting) {
            var entry = next.entry().toByteArray();
            out.number(entry.length);
            out.bytes(entry);
            out.number(next.from());
            out.number(next.to());
        }
        runs.add(new Run(from, file.size()));
        waiting = new ArrayList<>();
        bytes = 0;
    }

    private void advance(SpoolReader run) throws IOException {
        if (!run.isAtEnd()) {
            var entry = Entry.parseFrom(run.bytes(run.small()));
            heads.add(new Head(UploadedFile.of(entry, run.number(), run.number()), run));
        }
    }

    private SpoolFile spool() throws IOException {
        var file = spool;
        if (file == null) {
            file = SpoolFile.in(directory);
            spool = file;
        }
        return file;
    }
}
