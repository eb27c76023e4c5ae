package io.graphkeep.server.backup.assembly;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.reading.FileBatch;
import io.graphkeep.server.backup.reading.Piece;
import io.graphkeep.server.backup.reading.SourceReader;
import io.graphkeep.server.store.WriteSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread that puts what a capture tells into the store while the capture goes on.
 *
 * <p>It has the session to itself until {@link #finish} or {@link #close} has returned. What it fails with is thrown by the
 * next call. What waits for it is bounded.
 */
public final class Assembler implements SourceReader.Output<ReadEntry>, AutoCloseable {
    private static final int MOST_LISTS = 32;
    private static final int LIST_ITEMS = 128;
    private static final int LIST_BYTES = 256 << 10;
    private static final long LOOK_MILLIS = 100;

    private final TreeAssembly assembly;
    private final Runnable look;
    private final BlockingQueue<List<Item>> queue = new ArrayBlockingQueue<>(MOST_LISTS);
    private final Thread thread;
    private List<Item> list = new ArrayList<>(LIST_ITEMS);
    private int listBytes;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable AssembledTree tree;

    /**
     * Begins.
     *
     * @param mostBytes how much may be held back for segments that are not complete
     * @param look is called now and then by whoever has to wait, and throws when it is not to go on
     */
    public Assembler(WriteSession session, @Nullable ParentSource parent, int mostBytes, Runnable look) {
        this.assembly = new TreeAssembly(session, parent, mostBytes);
        this.look = look;
        this.thread = Thread.ofPlatform().name("capture-assembly").daemon().start(this::run);
    }

    /** The next entry, which has no content. */
    public void tell(Entry entry) throws IOException {
        put(new Item.Told(entry), entry.getSerializedSize());
    }

    /** The next entry, a file that the parent has and that has not changed. */
    public void keep(Entry entry, ParentRange chunks) throws IOException {
        put(new Item.Kept(entry, chunks), entry.getSerializedSize());
    }

    /** A file begins whose pieces come next, and then its entry. */
    public void begin(long size, @Nullable ParentRange before) throws IOException {
        put(new Item.Begun(size, before), 0);
    }

    @Override
    public void piece(Future<Piece> piece) throws IOException {
        put(new Item.Chunks(piece), LIST_BYTES);
    }

    /** The file that began has no more pieces. */
    public void end(Entry entry) throws IOException {
        put(new Item.Ended(entry), entry.getSerializedSize());
    }

    @Override
    public void batch(Future<FileBatch<ReadEntry>> batch) throws IOException {
        put(new Item.Files(batch), LIST_BYTES);
    }

    /** Waits until all is in the store. */
    public AssembledTree finish() throws IOException {
        put(new Item.End(), LIST_BYTES);
        try {
            while (!thread.join(Duration.ofMillis(LOOK_MILLIS))) {
                check();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        check();
        var done = tree;
        if (done == null) {
            throw new IllegalStateException("The tree of a capture was not finished");
        }
        return done;
    }

    /** Ends the thread, finished or not. */
    @Override
    public void close() {
        thread.interrupt();
        var again = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                again = true;
            }
        }
        if (again) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(Item item, int bytes) throws IOException {
        list.add(item);
        listBytes += bytes;
        if (list.size() < LIST_ITEMS && listBytes < LIST_BYTES) {
            return;
        }
        var full = list;
        list = new ArrayList<>(LIST_ITEMS);
        listBytes = 0;
        try {
            check();
            while (!queue.offer(full, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Throws what the thread has failed with, if it has, an {@link IOException} inside an {@link UncheckedIOException}. */
    public void requireRunning() {
        switch (failure) {
            case null -> {}
            case IOException cause -> throw new UncheckedIOException(cause);
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            case Throwable cause -> throw new IllegalStateException("A capture was interrupted", cause);
        }
    }

    private void check() throws IOException {
        try {
            requireRunning();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        look.run();
    }

    // Whatever it fails with is what the capture fails with.
    private void run() {
        try {
            while (true) {
                for (var item : queue.take()) {
                    if (item instanceof Item.End) {
                        tree = assembly.finish();
                        return;
                    }
                    assembly.accept(item);
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while what was read is stored", cause);
    }
}
