package io.graphkeep.server.backup.reading;

import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.Kind;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of one source with several threads, and gives them out in the order in which they were given in.
 *
 * <p>A large file is read and cut by the thread that gives it in, and hashed by the others while the next bytes are read.
 * Small files are gathered, and each batch is read, cut and hashed by one of the others. For one thread.
 *
 * @param <T> what is made of a small file
 */
public final class SourceReader<T> implements AutoCloseable {
    /** From this size on a file is read by itself. */
    public static final int LARGE_FILE = 256 << 10;

    private static final long STOP_SECONDS = 60;

    /** Takes what was read, in order. */
    public interface Output<T> {
        void piece(Future<Piece> piece) throws IOException;

        void batch(Future<FileBatch<T>> batch) throws IOException;
    }

    private final PieceMemory memory;
    private final ReadRate rate;
    private final ReadWatch watch;
    private final Output<T> output;
    private final int threads;
    private final FileContent content;
    private final Queue<FileContent> contents = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<FileBatch<T>> given = new ArrayDeque<>();
    private final ThreadLocal<MessageDigest> digests = ThreadLocal.withInitial(ContentId::newDigest);
    private @Nullable ExecutorService workers;
    private @Nullable Piece filling;
    private FileBatch<T> batch = new FileBatch<>();

    public SourceReader(int threads, PieceMemory memory, ReadRate rate, ReadWatch watch, Output<T> output) {
        this.threads = threads;
        this.memory = memory;
        this.rate = rate;
        this.watch = watch;
        this.output = output;
        this.content = new FileContent(rate, watch);
    }

    /** Reads a file to its end; all that was given in before is given out first. */
    public ReadOutcome read(OpenFile file, FileStat before, String name) throws IOException {
        var outcome = content.read(file, before, name, this::fill);
        giveOut();
        return outcome;
    }

    /** Takes a small file, which is closed when it was read. */
    public void add(OpenFile file, FileStat before, String name, FileBatch.Finder<T> finder) throws IOException {
        if (!batch.hasRoom(before.size())) {
            flush();
        }
        batch.add(file, before, name, finder);
    }

    /** Gives out all that was given in. */
    public void flush() throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        var full = batch;
        full.lend(memory.take(0, watch::check));
        batch = new FileBatch<>();
        given.removeIf(FileBatch::isRead);
        given.add(full);
        output.batch(submit(() -> readBatch(full)));
    }

    /** Ends the threads; what was not read by then is not read any more. */
    @Override
    public void close() throws SystemCallException {
        var running = workers;
        if (running != null) {
            running.shutdownNow();
            awaitEnd(running);
        }
        batch.discard();
        for (var left : given) {
            left.discard();
        }
    }

    private static void awaitEnd(ExecutorService running) {
        try {
            if (!running.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A thread that reads files does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FileBatch<T> readBatch(FileBatch<T> files) throws IOException {
        var known = contents.poll();
        var reader = known == null ? new FileContent(rate, watch) : known;
        files.read(reader, digests.get());
        contents.add(reader);
        return files;
    }

    private void fill(byte[] buffer, int offset, int length, Encoding encoding, Kind kind) throws IOException {
        if (filling != null && !filling.hasRoom(length)) {
            giveOut();
        }
        var piece = filling;
        if (piece == null) {
            piece = memory.take(length, watch::check);
            filling = piece;
        }
        piece.add(buffer, offset, length, encoding, kind);
    }

    private void giveOut() throws IOException {
        var full = filling;
        filling = null;
        if (full != null) {
            output.piece(submit(() -> {
                full.hash(digests.get());
                return full;
            }));
        }
    }

    private <R> Future<R> submit(Callable<R> task) {
        var running = workers;
        if (running == null) {
            running = Executors.newFixedThreadPool(
                    threads,
                    Thread.ofPlatform().name("capture-read-", 0).daemon().factory());
            workers = running;
        }
        return running.submit(task);
    }
}
